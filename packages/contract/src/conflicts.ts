import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { FilePath } from './names.ts';
import { ConflictKind, ConflictSide, PullWay } from './ongoing.ts';
import { Operation } from './operations.ts';

/** One file in conflict with its states; a text is null where the file is not there, or is no text. */
export const ConflictContent = z.object({
  path: z.string(),
  kind: ConflictKind,
  /** `other`: a link or a repository of its own; like `binary` it can only be kept as one side has it. */
  content: z.enum(['text', 'notebook', 'binary', 'other', 'too-large']),
  /** Names these very states; a decision is refused when they are others by now. */
  key: z.string(),
  base: z.string().nullable(),
  mine: z.string().nullable(),
  theirs: z.string().nullable(),
  /** Null where the file is not there. */
  mineSize: z.number().int().nullable(),
  theirsSize: z.number().int().nullable(),
});
export type ConflictContent = z.infer<typeof ConflictContent>;

/** The file as one side has it, gone when that side deleted it, or another text. */
export const ConflictDecision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep'), side: ConflictSide }),
  z.object({ kind: z.literal('text'), text: z.string().max(16 * 1024 * 1024) }),
]);
export type ConflictDecision = z.infer<typeof ConflictDecision>;

const tag = 'Conflicts';
const inCheckout = z.object({ checkoutId: CheckoutId });

export const setPullWay = endpoint({
  method: 'PUT',
  path: '/api/checkouts/:checkoutId/pull-way',
  tag,
  summary: 'Whether pulls merge or rebase when both sides have commits (editor)',
  params: inCheckout,
  body: z.object({ pullWay: PullWay }),
  response: z.object({ pullWay: PullWay }),
});
export const getConflict = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/conflict',
  tag,
  summary: 'The states of a file in conflict',
  params: inCheckout,
  query: z.object({ path: FilePath }),
  response: ConflictContent,
});
export const resolveConflict = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/conflict/resolve',
  tag,
  summary: 'Decide about a file in conflict (editor): writes and stages it',
  params: inCheckout,
  body: z.object({ path: FilePath, key: z.string().max(200), decision: ConflictDecision }),
  response: Operation,
});
export const reopenConflict = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/conflict/reopen',
  tag,
  summary: 'Take back the decision about a file (editor)',
  params: inCheckout,
  body: z.object({ path: FilePath }),
  response: Operation,
});
export const finishMerge = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/finish',
  tag,
  summary:
    'Finish what is under way (editor): commit the merge, go on with the rebase, give local changes back',
  params: inCheckout,
  response: Operation,
});
export const abortMerge = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/abort',
  tag,
  summary: 'Go back to the state before the merge or pull, local changes included (editor)',
  params: inCheckout,
  response: Operation,
});
