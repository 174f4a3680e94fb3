import { errorTable, type Operation } from '@notelab/contract';

const dayMs = 24 * 3600_000;

/** Whether an operation still waits or works. */
export function isUnfinished({ status }: Pick<Operation, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** Whether somebody asked for it. Of what pages do by themselves nobody needs to hear, nor that it failed. */
export function isAsked({ kind }: Pick<Operation, 'kind'>): boolean {
  return kind !== 'look';
}

/** Whether an operation ended without doing what it should; one that was cancelled did what was asked. */
export function isFailed({ status }: Pick<Operation, 'status'>): boolean {
  return status === 'failed' || status === 'interrupted';
}

/** Operations that wait or work, the oldest first: in the order they will be done. */
export function listUnfinished(operations: Operation[]): Operation[] {
  return operations.filter(isUnfinished).sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** What an operation waits for: the one right before it in the queue of its checkout. */
export function findBefore(unfinished: Operation[], { id, checkoutId }: Operation): Operation | null {
  const queue = unfinished.filter((one) => one.checkoutId === checkoutId);
  return queue[queue.findIndex((one) => one.id === id) - 1] ?? null;
}

/**
 * A user's own failures that still matter, newest first: not dismissed, not tried again or made good since, and of
 * the last 24 hours.
 */
export function listFailures(
  operations: Operation[],
  of: { userId: string; dismissed: readonly string[]; nowMs: number },
): Operation[] {
  return operations
    .filter(
      (operation) =>
        isFailed(operation) &&
        isAsked(operation) &&
        operation.actorId === of.userId &&
        !of.dismissed.includes(operation.id) &&
        of.nowMs - Date.parse(operation.createdAt) < dayMs &&
        !operations.some((other) => settles(other, operation)),
    )
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function isToPullFirst({ problem }: Operation): boolean {
  return problem !== null && errorTable[problem.code].next === 'pull-first';
}

function settles(later: Operation, failed: Operation): boolean {
  if (later.folderName !== failed.folderName || later.createdAt <= failed.createdAt) return false;
  // Of several tries the last one tells how it stands.
  if (later.kind === failed.kind) return true;
  // From here on the Git panel tells how the pull goes, and what is left to be pushed.
  if (later.kind === 'pull' && isToPullFirst(failed)) return isUnfinished(later) || later.status === 'done';
  if (later.status !== 'done') return false;
  if (later.kind === 're-clone' || later.kind === 'disconnect') return true;
  // The commit was kept, so any later push has taken it along, or it was taken back.
  const pushes = ['push', 'commit-and-push', 'move-commits'];
  return [...pushes, 'undo-commit'].includes(later.kind) && pushes.includes(failed.kind);
}
