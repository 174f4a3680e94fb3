import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import type { RecoveryPoint } from '../recovery/recovery-points.ts';
import { readKept } from '../recovery/set-aside.ts';
import { moveIndex } from '../repository/working-tree.ts';
import { listConflicts } from './list-conflicts.ts';
import { withOwnMerging } from './merge-programs.ts';

const notelab = { name: 'Notelab', email: 'notelab@localhost' };

/**
 * Brings local changes that were set aside into a clean checkout where they do not fit: what fits is on disk, the rest
 * are conflicts in the index, to be resolved one by one.
 * @returns false when a file that git does not know is in the way; nothing was changed then
 */
export async function giveBackWithConflicts(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
): Promise<boolean> {
  const { files } = await readKept(git, dir, point);
  const env = toIdentityVariables(notelab, notelab);
  const { stdout } = await runGit(git, dir, ['commit-tree', files, '-p', `${point.oid}^1`, '-F', '-'], {
    stdin: 'Local changes\n',
    env,
  });
  const changes = stdout.toString('latin1').trim();
  const args = ['cherry-pick', '--no-commit', '--no-gpg-sign', '--strategy=ort', changes];
  const result = await runGit(await withOwnMerging(git, dir, null), dir, args, {
    okExitCodes: [0, 1, 128],
    timeoutMs: 600_000,
    env,
  });
  if (result.exitCode === 0 || (await listConflicts(git, dir)).length > 0) return true;
  if (/would be overwritten|untracked working tree/.test(result.stderr)) return false;
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

/** Local changes that came back with conflicts are local changes again: on disk, and not staged. */
export async function unstageAll(git: GitEnvironment, dir: string): Promise<void> {
  await moveIndex(git, dir, 'HEAD^{tree}');
}
