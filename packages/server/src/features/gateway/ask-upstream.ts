import type { Secret } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import type { Authorised } from './authorise.ts';
import { explainConnectionFailure, explainReply } from './explain-upstream.ts';
import type { GitService } from './parse-git-request.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { RequestBody } from './request-body.ts';

export interface UpstreamRequest {
  service: GitService;
  step: 'advertise' | 'serve';
  headers: Record<string, string>;
  /** Null for the list of refs. */
  body: RequestBody | null;
}

export interface UpstreamReply {
  ok: true;
  response: Dispatcher.ResponseData;
}

export interface UpstreamLimits {
  /** Until the list of refs begins. */
  headersMs: number;
  /** Between two bytes, in either direction; git says something every five seconds while it works. */
  stalledMs: number;
}

/**
 * Sends one request to GitLab as the acting user. A token that GitLab turns away is refreshed once and the
 * request sent again; when its body has streamed past, git has to try again. Everything but the answer git asked
 * for is a refusal.
 */
export async function askUpstream(
  authorised: Authorised,
  request: UpstreamRequest,
  options: { signal: AbortSignal; limits: UpstreamLimits },
): Promise<UpstreamReply | Refusal> {
  const { baseUrl } = authorised.upstream;
  const token = await authorised.accessToken();
  if ('ok' in token) return token;
  const first = await send(authorised, request, token, options);
  if (!first.ok || first.response.statusCode !== 401) return judge(first, request, { baseUrl, token });

  await first.response.body.dump();
  const fresh = await authorised.refreshed();
  if ('ok' in fresh) return fresh;
  const mayRepeat = request.body === null || Buffer.isBuffer(request.body);
  if (!mayRepeat) {
    return refuse(
      503,
      'gitlab-unavailable',
      'GitLab asked to sign in again in the middle of this. Try again.',
    );
  }
  return judge(await send(authorised, request, fresh, options), request, { baseUrl, token: fresh });
}

async function send(
  { upstream, repositoryPath }: Authorised,
  request: UpstreamRequest,
  token: Secret,
  { signal, limits }: { signal: AbortSignal; limits: UpstreamLimits },
): Promise<UpstreamReply | Refusal> {
  const { service, step, body } = request;
  const repository = new URL(`${upstream.baseUrl.replace(/\/+$/, '')}/${repositoryPath}.git`);
  const action = step === 'advertise' ? `info/refs?service=${service}` : service;
  try {
    const response = await upstream.dispatcher.request({
      origin: repository.origin,
      path: `${repository.pathname}/${action}`,
      method: step === 'advertise' ? 'GET' : 'POST',
      headers: {
        ...request.headers,
        authorization: `Basic ${Buffer.from(`oauth2:${token.reveal()}`).toString('base64')}`,
      },
      body,
      signal,
      headersTimeout: step === 'advertise' ? limits.headersMs : limits.stalledMs,
      bodyTimeout: limits.stalledMs,
    });
    return { ok: true, response };
  } catch (error) {
    signal.throwIfAborted();
    return explainConnectionFailure(error, repository.host);
  }
}

async function judge(
  reply: UpstreamReply | Refusal,
  { service, step }: UpstreamRequest,
  sentWith: { baseUrl: string; token: Secret },
): Promise<UpstreamReply | Refusal> {
  if (!reply.ok) return reply;
  const { statusCode, headers } = reply.response;
  const expected = `application/x-${service}-${step === 'advertise' ? 'advertisement' : 'result'}`;
  if (statusCode === 200 && headers['content-type'] === expected) return reply;
  return explainReply(reply.response, sentWith);
}
