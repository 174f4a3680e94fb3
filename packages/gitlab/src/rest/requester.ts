import type { Projects } from '@gitbeaker/rest';
import type { Dispatcher } from 'undici';
import { GitLabError } from '../gitlab-error.ts';
import { joinInstanceUrl } from '../instance-url.ts';
import type { Secret } from '../secret.ts';
import { type GitLabRequest, sendRequest } from '../send-request.ts';

export interface GitLabClientOptions {
  /** As `parseInstanceUrl` returned it. */
  instance: string;
  /** Asked before each attempt; what it throws passes through. */
  token: () => Promise<Secret>;
  dispatcher: Dispatcher;
}

type GitbeakerOptions = ConstructorParameters<typeof Projects>[0];
type RequesterFn = NonNullable<GitbeakerOptions['requesterFn']>;
/** Sends requests below `api/v4/`; hand `() => requester` to gitbeaker's resources as `requesterFn`. */
export type Requester = ReturnType<RequesterFn>;
type RequestOptions = NonNullable<Parameters<Requester['get']>[1]>;

/**
 * Makes gitbeaker send through `sendRequest`: its own requester would follow redirects anywhere, retry ten
 * times (also what must not be sent twice) and could not be given a dispatcher of this undici.
 */
export function createRequester(options: GitLabClientOptions): Requester {
  const send = (method: GitLabRequest['method']) => async (endpoint: string, request?: RequestOptions) => {
    const url = new URL(joinInstanceUrl(options.instance, `api/v4/${assertEndpoint(endpoint)}`));
    url.search = toQuery(request?.searchParams ?? {});
    const body = method === 'GET' ? undefined : toJsonBody(request?.body);
    const {
      status,
      headers,
      body: answer,
    } = await sendRequest({
      instance: options.instance,
      method,
      url: url.href,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body,
      token: options.token,
      dispatcher: options.dispatcher,
    });
    // The body's type is whatever gitbeaker's caller believes; `read-json.ts` checks it afterwards.
    return { status, headers, body: answer as never };
  };
  return {
    get: send('GET'),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
  };
}

/** A branch named `..` or an empty id would change which endpoint is asked. */
function assertEndpoint(endpoint: string): string {
  const isMisleading = (segment: string) => /^(?:\.|%2e){0,2}$/i.test(segment);
  if (endpoint.split('/').some(isMisleading)) {
    throw new GitLabError('invalid', { gitlabMessage: 'an empty or dotted name in the request' });
  }
  return endpoint;
}

function toQuery(parameters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(toSnakeCase(name), String(value));
  }
  return query.toString();
}

function toJsonBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const entries = Object.entries(body).map(([name, value]) => [toSnakeCase(name), value]);
  return JSON.stringify(Object.fromEntries(entries));
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
