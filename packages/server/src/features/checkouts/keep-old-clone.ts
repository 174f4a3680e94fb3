import { join } from 'node:path';
import { newId } from '@notelab/contract';
import {
  carryKeptStates,
  deleteRecoveryPoint,
  GitError,
  type GitIdentity,
  isSameState,
  type RecoveryPoint,
  type RepositoryPlace,
  takeRecoveryPoint,
} from '@notelab/git';
import type { GitSessions } from './git-sessions.ts';

export interface OldState {
  point: RecoveryPoint;
  /** Git could not read the old repository: only its files were kept, as changes of the new clone. */
  isDamaged: boolean;
}

interface Keeping {
  reason: string;
  by: GitIdentity;
  signal: AbortSignal;
}

/**
 * Keeps all that is only in an old clone as a recovery point of it, and copies it with all earlier ones to a new
 * clone of the same repository.
 * @returns null when git cannot read the old one
 */
export async function carryOldState(
  from: RepositoryPlace,
  to: RepositoryPlace,
  { reason, by, signal }: Keeping,
): Promise<RecoveryPoint | null> {
  try {
    const point = await takeRecoveryPoint(from.git, from.dir, {
      id: newId(),
      reason,
      by,
      allLocal: true,
      signal,
    });
    await carryKeptStates(from, to, { signal });
    return point;
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/**
 * The same for an `old` and a `new` clone that lie side by side in one folder, where nobody else is at work. Of a
 * damaged one the files are kept: as what they are compared with the new clone.
 * @param before what was carried over already; kept when nothing has changed since
 */
export async function keepOldClone(
  { sessions }: { sessions: GitSessions },
  folder: string,
  { before, ...keeping }: Keeping & { before: RecoveryPoint | null },
): Promise<OldState> {
  const git = sessions.inFolder(folder);
  const from = { git, dir: join(folder, 'old') };
  const to = { git, dir: join(folder, 'new') };
  const point = await carryOldState(from, to, keeping);
  if (!point) return { point: await keepFiles(from, to, keeping), isDamaged: true };
  if (before) {
    const superfluous = (await isSameState(git, to.dir, before, point)) ? point : before;
    await deleteRecoveryPoint(git, to.dir, superfluous.id);
    if (superfluous === point) return { point: before, isDamaged: false };
  }
  return { point, isDamaged: false };
}

async function keepFiles(
  from: RepositoryPlace,
  to: RepositoryPlace,
  { reason, by, signal }: Keeping,
): Promise<RecoveryPoint> {
  // What was kept earlier may still be readable.
  await carryKeptStates(from, to, { signal }).catch((error) => {
    if (!isDamage(error)) throw error;
  });
  return takeRecoveryPoint(to.git, to.dir, { id: newId(), reason, by, workTree: from.dir, signal });
}

/** Everything that git says about a repository it cannot use, not about what befell git itself. */
function isDamage(error: unknown): boolean {
  if (!(error instanceof GitError)) return false;
  if (error.reason === 'disk-full' || error.reason === 'lock-held') return false;
  return ['git-failed', 'not-a-repository', 'unsafe-repository'].includes(error.code);
}
