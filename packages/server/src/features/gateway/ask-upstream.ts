import { askAsUser, type UserReply } from './ask-as-user.ts';
import type { Authorised } from './authorise.ts';
import { explainReply } from './explain-upstream.ts';
import type { GitService } from './parse-git-request.ts';
import type { Refusal } from './refusal.ts';
import type { RequestBody } from './request-body.ts';

export interface UpstreamRequest {
  service: GitService;
  step: 'advertise' | 'serve';
  headers: Record<string, string>;
  /** Null for the list of refs. */
  body: RequestBody | null;
}

export type UpstreamReply = Pick<UserReply, 'ok' | 'response'>;

export interface UpstreamLimits {
  /** Until the list of refs begins. */
  headersMs: number;
  /** Between two bytes, in either direction; git says something every five seconds while it works. */
  stalledMs: number;
}

/** Sends one request of git to GitLab as the acting user. Everything but the answer git asked for is a refusal. */
export async function askUpstream(
  authorised: Authorised,
  { service, step, headers, body }: UpstreamRequest,
  { signal, limits }: { signal: AbortSignal; limits: UpstreamLimits },
): Promise<UpstreamReply | Refusal> {
  const { headersMs, stalledMs } = limits;
  const isList = step === 'advertise';
  const request = {
    method: isList ? 'GET' : 'POST',
    action: isList ? `info/refs?service=${service}` : service,
    headers,
    body,
    answerWithinMs: isList ? headersMs : stalledMs,
    stalledMs,
  } as const;
  const reply = await askAsUser(authorised, request, signal);
  if (!reply.ok) return reply;
  const { statusCode, headers: said } = reply.response;
  const expected = `application/x-${service}-${isList ? 'advertisement' : 'result'}`;
  if (statusCode === 200 && said['content-type'] === expected) return reply;
  const about = { baseUrl: authorised.upstream.baseUrl, secrets: [reply.token] };
  const refusal = await explainReply(reply.response, about);
  return refusal.code === 'account-blocked' ? authorised.whyRejected() : refusal;
}
