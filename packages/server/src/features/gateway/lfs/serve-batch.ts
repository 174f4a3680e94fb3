import type { PassRepository } from '../../passes/passes.ts';
import type { Refusal } from '../refusal.ts';
import { askLfsApi } from './ask-lfs-api.ts';
import { authoriseLfs } from './authorise-lfs.ts';
import { BatchReply, BatchRequest } from './batch-messages.ts';
import { readReply, readRequest, sendJson } from './lfs-json.ts';
import { rewriteBatchReply } from './rewrite-batch-reply.ts';
import type { LfsExchange, LfsServing } from './serve-lfs.ts';

/** Asks GitLab where objects are, and says where at the gateway they are. */
export async function serveBatch(
  repository: PassRepository,
  { req, res, request, pass, signal }: LfsExchange,
  { authorise, limits, tickets, gatewayUrl, record }: LfsServing,
): Promise<Refusal | null> {
  const read = await readRequest(req, BatchRequest);
  if (!read.ok) return read;
  const { asked } = read;
  const write = asked.operation === 'upload';
  const authorised = await authoriseLfs(authorise, pass, {
    repository,
    write,
    oids: asked.objects.map(({ oid }) => oid),
  });
  if (!authorised.ok) return authorised;

  const question = { action: 'objects/batch', body: { ...asked, transfers: ['basic'] } };
  const reply = await askLfsApi(authorised, question, { expected: [200], limits, signal });
  if (!reply.ok) return reply;
  const answer = await readReply(reply.response, BatchReply, signal);
  if (!answer.ok) return answer;
  const { instanceId, repositoryPath } = request;
  const rewritten = rewriteBatchReply(answer.said, asked, {
    pass,
    repository,
    baseUrl: authorised.upstream.baseUrl,
    tickets,
    toUrl: (ticket) => `${gatewayUrl()}/i/${instanceId}/${repositoryPath}.git/info/lfs/transfers/${ticket}`,
    nowMs: Date.now(),
  });
  const granted = rewritten.objects.filter(({ actions }) => actions?.[asked.operation]);
  if (granted.length > 0) {
    const bytes = granted.reduce((sum, { size }) => sum + size, 0);
    record({ pass, repository, kind: `lfs-${asked.operation}`, objects: granted.length, bytes });
  }
  sendJson(res, 200, rewritten);
  return null;
}
