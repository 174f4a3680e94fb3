import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { Operation } from './operations.ts';

/** A state of a checkout that was kept before something could have lost it. */
export const RecoveryPoint = z.object({
  id: z.string().regex(/^[0-9a-z]{20}$/, 'not an id'),
  /** What it was kept before, as a sentence. */
  reason: z.string(),
  /** Who acted. */
  by: z.string(),
  takenAt: z.iso.datetime(),
  branch: z.string().nullable(),
  /** Null before the first one. */
  commit: z.string().nullable(),
  /** False: it holds the commit alone. */
  holdsChanges: z.boolean(),
  changedCount: z.number().int(),
  newCount: z.number().int(),
  /** Other branches that it would bring back. */
  branchCount: z.number().int(),
  stashCount: z.number().int(),
  /** A merge, rebase … that was under way. */
  operation: z.string().nullable(),
  /** New files that were too large to be kept; they stayed where they were. */
  leftOut: z.array(z.string()),
});
export type RecoveryPoint = z.infer<typeof RecoveryPoint>;

export const RecoverySpace = z.object({
  /** Bytes on disk that only recovery points hold. */
  heldBytes: z.number().int(),
  limits: z.object({ days: z.number().int(), count: z.number().int(), bytes: z.number().int() }),
});
export type RecoverySpace = z.infer<typeof RecoverySpace>;

const tag = 'Recovery points';
const inCheckout = z.object({ checkoutId: CheckoutId });
const ofPoint = inCheckout.extend({ pointId: RecoveryPoint.shape.id });

export const discardChanges = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/discard',
  tag,
  summary: 'Make files what the last commit has, keeping a recovery point (editor); `paths` null means all',
  params: inCheckout,
  body: z.object({
    paths: z.array(z.string().min(1).max(4096)).min(1).max(50_000).nullable(),
  }),
  response: Operation,
});
export const listRecoveryPoints = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/recovery-points',
  tag,
  summary: 'States of the checkout that can be brought back, newest first',
  params: inCheckout,
  response: z.array(RecoveryPoint),
});
export const getRecoveryPoint = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/recovery-points/:pointId',
  tag,
  summary: 'What a recovery point holds, at most 200 paths of each kind',
  params: ofPoint,
  response: z.object({
    branches: z.array(z.string()),
    changed: z.array(z.string()),
    changedCount: z.number().int(),
    untracked: z.array(z.string()),
    untrackedCount: z.number().int(),
  }),
});
export const restoreRecoveryPoint = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/recovery-points/:pointId/restore',
  tag,
  summary: 'Make the checkout what it was then; the present state is kept as a recovery point (editor)',
  params: ofPoint,
  response: Operation,
});
export const getRecoverySpace = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/recovery-space',
  tag,
  summary: 'How much recovery points hold, and when old ones go',
  params: inCheckout,
  response: RecoverySpace,
});
export const deleteRecoveryPoint = endpoint({
  method: 'DELETE',
  path: '/api/checkouts/:checkoutId/recovery-points/:pointId',
  tag,
  summary: 'Let go of a recovery point (editor)',
  params: ofPoint,
  response: z.object({}),
});
