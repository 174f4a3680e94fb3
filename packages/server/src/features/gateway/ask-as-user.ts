import type { Secret } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import type { Authorised } from './authorise.ts';
import { explainConnectionFailure } from './explain-upstream.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { RequestBody } from './request-body.ts';

export interface UserRequest {
  method: 'GET' | 'POST';
  /** Below the repository's address: `info/refs?service=git-upload-pack`. */
  action: string;
  headers: Record<string, string>;
  body: RequestBody | null;
  /** Until the answer begins. */
  answerWithinMs: number;
  /** Between two bytes, in either direction. */
  stalledMs: number;
}

export interface UserReply {
  ok: true;
  response: Dispatcher.ResponseData;
  /** What the request was sent with, to be kept out of whatever is said about the answer. */
  token: Secret;
}

/**
 * Sends one request to GitLab as the acting user. A token that GitLab turns away is refreshed once and the
 * request sent again; when its body has streamed past, git has to try again.
 */
export async function askAsUser(
  authorised: Authorised,
  request: UserRequest,
  signal: AbortSignal,
): Promise<UserReply | Refusal> {
  const token = await authorised.accessToken();
  if ('ok' in token) return token;
  const first = await send(authorised, request, token, signal);
  if (!first.ok || first.response.statusCode !== 401) return first;

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
  const second = await send(authorised, request, fresh, signal);
  if (!second.ok || second.response.statusCode !== 401) return second;
  await second.response.body.dump();
  return authorised.whyRejected();
}

async function send(
  { upstream, repositoryPath }: Authorised,
  { method, action, headers, body, answerWithinMs, stalledMs }: UserRequest,
  token: Secret,
  signal: AbortSignal,
): Promise<UserReply | Refusal> {
  const repository = new URL(`${upstream.baseUrl.replace(/\/+$/, '')}/${repositoryPath}.git`);
  try {
    const response = await upstream.dispatcher.request({
      origin: repository.origin,
      path: `${repository.pathname}/${action}`,
      method,
      headers: {
        ...headers,
        authorization: `Basic ${Buffer.from(`oauth2:${token.reveal()}`).toString('base64')}`,
      },
      body,
      signal,
      headersTimeout: answerWithinMs,
      bodyTimeout: stalledMs,
    });
    return { ok: true, response, token };
  } catch (error) {
    signal.throwIfAborted();
    return explainConnectionFailure(error, repository.host);
  }
}
