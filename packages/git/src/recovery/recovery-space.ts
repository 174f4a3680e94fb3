import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import {
  deleteRecoveryPoint,
  listRecoveryPoints,
  type RecoveryPoint,
  recoveryRefs,
} from './recovery-points.ts';

export interface RecoveryLimits {
  longestMs: number;
  count: number;
  bytes: number;
}

/**
 * Bytes on disk of objects that only recovery points hold. A file that was committed after it was kept may still count:
 * git looks for what others hold only in the history that a point shares with them.
 */
export async function readRecoverySpace(git: GitEnvironment, dir: string): Promise<number> {
  const kept = ['--not', '--branches', '--remotes', '--tags', '--glob=refs/notelab/left/*', '--not'];
  const args = ['rev-list', '--objects', '--disk-usage', ...kept, `--glob=${recoveryRefs}*`];
  const { stdout } = await runGit(git, dir, args, { readOnly: true, timeoutMs: 600_000 });
  return Number(stdout.toString('latin1').trim()) || 0;
}

/** Lets go of points that are too old, too many, or hold too much; the newest one stays whatever it holds. */
export async function removeOldRecoveryPoints(
  git: GitEnvironment,
  dir: string,
  limits: RecoveryLimits,
): Promise<void> {
  const points = await listRecoveryPoints(git, dir);
  const isOld = ({ takenAt }: RecoveryPoint) => Date.now() - Date.parse(takenAt) > limits.longestMs;
  const kept: RecoveryPoint[] = [];
  for (const [index, point] of points.entries())
    if (index >= limits.count || isOld(point)) await deleteRecoveryPoint(git, dir, point.id);
    else kept.push(point);
  // Asking git takes a walk through the history; the sizes of the files say whether it can matter at all.
  const atMost = () => kept.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
  while (kept.length > 1 && atMost() > limits.bytes && (await readRecoverySpace(git, dir)) > limits.bytes)
    await deleteRecoveryPoint(git, dir, kept.pop()!.id);
}
