import { z } from 'zod';

/** What becomes of local changes: they are left for their branch and given back there, or come along. */
export const ChangesChoice = z.enum(['leave', 'bring']);
export type ChangesChoice = z.infer<typeof ChangesChoice>;

/** Where a new branch begins; `name` is the branch's, the tag's, or the commit's (begin of an) object id. */
export const StartPoint = z.object({
  kind: z.enum(['local', 'remote', 'tag', 'commit']),
  name: z.string().min(1).max(1024),
});
export type StartPoint = z.infer<typeof StartPoint>;

/** A change of the current branch, as it was asked for: to ask again when something was in the way. */
export const BranchMove = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('switch'), branch: z.string(), where: z.enum(['local', 'remote']) }),
  z.object({ kind: z.literal('create'), name: z.string(), from: StartPoint }),
]);
export type BranchMove = z.infer<typeof BranchMove>;
