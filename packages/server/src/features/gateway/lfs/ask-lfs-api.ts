import type { Dispatcher } from 'undici';
import { askAsUser } from '../ask-as-user.ts';
import type { UpstreamLimits } from '../ask-upstream.ts';
import type { Authorised } from '../authorise.ts';
import { explainReply } from '../explain-upstream.ts';
import type { Refusal } from '../refusal.ts';
import { lfsType } from './lfs-json.ts';

/** Asks GitLab's LFS API of a repository as the acting user. Every status but those expected is a refusal. */
export async function askLfsApi(
  authorised: Authorised,
  { action, body }: { action: string; body: object | null },
  {
    expected,
    limits,
    signal,
  }: {
    expected: number[];
    limits: UpstreamLimits;
    signal: AbortSignal;
  },
): Promise<{ ok: true; response: Dispatcher.ResponseData } | Refusal> {
  const request = {
    method: body ? 'POST' : 'GET',
    action: `info/lfs/${action}`,
    headers: { accept: lfsType, ...(body && { 'content-type': lfsType }) },
    body: body && Buffer.from(JSON.stringify(body)),
    answerWithinMs: limits.headersMs,
    stalledMs: limits.stalledMs,
  } as const;
  const reply = await askAsUser(authorised, request, signal);
  if (!reply.ok) return reply;
  if (expected.includes(reply.response.statusCode)) return reply;
  const { baseUrl } = authorised.upstream;
  const refusal = await explainReply(reply.response, { baseUrl, secrets: [reply.token] });
  if (refusal.code !== 'gitlab-not-found') return refusal;
  const { repositoryPath } = authorised;
  // GitLab says no more than "Not found." of either.
  const message = `GitLab offers no Git LFS for ${repositoryPath}: it is switched off there, or you may not see the repository.`;
  return { ...refusal, message };
}
