import { z } from 'zod';
import type { PassRepository } from '../../passes/passes.ts';
import type { Refusal } from '../refusal.ts';
import { askLfsApi } from './ask-lfs-api.ts';
import { authoriseLfs } from './authorise-lfs.ts';
import { readReply, readRequest, sendJson } from './lfs-json.ts';
import type { LockAction } from './parse-lfs-request.ts';
import type { LfsExchange, LfsServing } from './serve-lfs.ts';

/** git-lfs, docs/api/locking.md. */
const LockQuestion = z.object({
  path: z.string().max(4096).optional(),
  force: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().optional(),
  ref: z.object({ name: z.string().max(1000) }).optional(),
});
const listParameters = ['path', 'id', 'cursor', 'limit', 'refspec'];

/** Passes questions about locked files on to GitLab. What it answers holds nothing secret. */
export async function serveLocks(
  action: LockAction,
  repository: PassRepository,
  { req, res, pass, signal }: LfsExchange,
  { authorise, limits }: LfsServing,
): Promise<Refusal | null> {
  const write = action.kind !== 'list-locks';
  const read = write ? await readRequest(req, LockQuestion) : null;
  if (read && !read.ok) return read;
  const authorised = await authoriseLfs(authorise, pass, { repository, write });
  if (!authorised.ok) return authorised;
  // Every push asks for the locks. Where Git LFS is switched off GitLab knows no such question, and there are none.
  const whenSwitchedOff = action.kind === 'verify-locks' ? [404, 501] : [];
  // 409 tells who has locked the file already.
  const options = { expected: [200, 201, 409, ...whenSwitchedOff], limits, signal };
  const question = { action: toAction(action), body: read?.asked ?? null };
  const reply = await askLfsApi(authorised, question, options);
  if (!reply.ok) return reply;
  const { response } = reply;
  if (whenSwitchedOff.includes(response.statusCode)) {
    await response.body.dump();
    sendJson(res, 200, { ours: [], theirs: [] });
    return null;
  }
  const answer = await readReply(response, z.record(z.string(), z.unknown()), signal);
  if (!answer.ok) return answer;
  sendJson(res, response.statusCode, answer.said);
  return null;
}

function toAction(action: LockAction): string {
  if (action.kind === 'lock') return 'locks';
  if (action.kind === 'verify-locks') return 'locks/verify';
  if (action.kind === 'unlock') return `locks/${action.lockId}/unlock`;
  const asked = new URLSearchParams(action.query);
  const known = listParameters.flatMap((name) => (asked.has(name) ? [[name, asked.get(name)!]] : []));
  const query = new URLSearchParams(known).toString();
  return query ? `locks?${query}` : 'locks';
}
