import { setTimeout as delay } from 'node:timers/promises';
import { type Dispatcher, request as undiciRequest } from 'undici';
import { errorFromFailure, isBrokenConnection } from './error-from-failure.ts';
import { describeWebPage, errorFromResponse, isWebPage } from './error-from-response.ts';
import { GitLabError } from './gitlab-error.ts';
import { isWithinInstance } from './instance-url.ts';
import { redact } from './redact.ts';
import type { Secret } from './secret.ts';
import { inTurn } from './turns.ts';

export interface GitLabRequest {
  instance: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Asked before each attempt, so that a retry can use a refreshed token. */
  token?: () => Promise<Secret>;
  /** Other secrets in the request, to be kept out of error messages. */
  secrets?: readonly Secret[];
  dispatcher: Dispatcher;
}

export interface GitLabResponse {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, or the text when the answer is not JSON. */
  body: unknown;
  text: string;
}

const timeLimitMs = 10_000;
const maxRetries = 2;
const maxRedirects = 3;
const maxRetryWaitMs = 10_000;
const maxBodyBytes = 20 * 1024 * 1024;
const retriedStatuses = new Set([429, 502, 503, 504]);

/**
 * Sends one request to GitLab when it is its turn, at most 10 s per attempt, and returns an answer below 300.
 *
 * GET is tried again, twice at most, after 429 (when the wait GitLab asks for is at most 10 s), 502, 503, 504
 * and broken connections. Redirects of GET are followed inside the instance only (a renamed project), so a
 * token cannot leave it. Throws `GitLabError`; what `token` throws passes through.
 */
export async function sendRequest(request: GitLabRequest): Promise<GitLabResponse> {
  const lane = request.token ? 'api' : 'oauth';
  for (let attempt = 0; ; attempt += 1) {
    const token = await request.token?.();
    try {
      return await inTurn(request.dispatcher, lane, () => sendOnce(request, token));
    } catch (failure) {
      const error = errorFromFailure(failure);
      const isWorthRetrying = isBrokenConnection(failure) || retriedStatuses.has(error.status ?? 0);
      const waitMs = retryWaitMs(error.retryAfterSeconds ?? 0, attempt);
      const mayRetry = request.method === 'GET' && attempt < maxRetries && waitMs <= maxRetryWaitMs;
      if (!isWorthRetrying || !mayRetry) throw error;
      await delay(waitMs);
    }
  }
}

/** Jittered, so that many requests that failed together do not come back together. */
function retryWaitMs(retryAfterSeconds: number, attempt: number): number {
  const jitteredMs = 150 * 2 ** attempt * (0.5 + Math.random());
  return Math.max(jitteredMs, retryAfterSeconds * 1000);
}

async function sendOnce(request: GitLabRequest, token: Secret | undefined): Promise<GitLabResponse> {
  const signal = AbortSignal.timeout(timeLimitMs);
  const secrets = [...(token ? [token] : []), ...(request.secrets ?? [])];
  let url = new URL(request.url);

  for (let redirects = 0; ; redirects += 1) {
    const response = await undiciRequest(url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Notelab',
        ...request.headers,
        ...(token && { authorization: `Bearer ${token.reveal()}` }),
      },
      body: request.body,
      dispatcher: request.dispatcher,
      signal,
    });
    const headers = flatten(response.headers);
    const text = await readText(response.body);
    const status = response.statusCode;
    if (status < 300) {
      if (isWebPage(headers)) {
        throw new GitLabError('unexpected', {
          status,
          gitlabMessage: redact(describeWebPage(text), secrets),
        });
      }
      return { status, headers, text, body: parseBody(headers, text) };
    }
    if (status >= 400) throw errorFromResponse({ status, headers, body: parseBody(headers, text) }, secrets);
    url = redirectTarget(request, url, status, headers.location);
    if (redirects >= maxRedirects) {
      throw new GitLabError('unexpected', { status, gitlabMessage: 'too many redirects' });
    }
  }
}

function redirectTarget(
  request: GitLabRequest,
  from: URL,
  status: number,
  location: string | undefined,
): URL {
  if (location === undefined || !URL.canParse(location, from)) {
    throw new GitLabError('unexpected', { status, gitlabMessage: 'a redirect without an address' });
  }
  const target = new URL(location, from);
  if (!isWithinInstance(request.instance, target)) {
    throw new GitLabError('address-refused', {
      status,
      gitlabMessage: `${request.instance} redirects to ${target.origin}`,
    });
  }
  if (request.method !== 'GET') {
    throw new GitLabError('unexpected', { status, gitlabMessage: `a redirect of ${request.method}` });
  }
  return target;
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  for await (const chunk of body) {
    receivedBytes += chunk.length;
    if (receivedBytes > maxBodyBytes)
      throw new GitLabError('unexpected', { gitlabMessage: 'the answer is too large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(headers: Record<string, string>, text: string): unknown {
  if (!/\bjson\b/i.test(headers['content-type'] ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
