import { stageChoice } from '../commits/stage-choice.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { toPathList } from '../repository/repository-path.ts';
import { readFilePatch } from '../status/read-hunks.ts';
import { type RecoveryPoint, type TakeOptions, takeRecoveryPoint } from './recovery-points.ts';

export type DiscardHunksResult =
  | { kind: 'discarded'; point: RecoveryPoint }
  /** the file is not what the hunks were chosen from any more; nothing was changed */
  | { kind: 'hunks-changed' }
  | { kind: 'operation-in-progress'; operation: OngoingOperation };

/**
 * Makes parts of a file what they are in the last commit; its other changes stay, none of them staged. The state
 * before is kept as a recovery point.
 * @throws InvalidPathError
 */
export async function discardHunks(
  git: GitEnvironment,
  dir: string,
  { path, hunks, ...keepAs }: TakeOptions & { path: string; hunks: string[] },
): Promise<DiscardHunksResult> {
  const { signal } = keepAs;
  const list = toPathList([path]);
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  const patch = await readFilePatch(git, dir, { path }, { signal });
  const all = patch?.hunks.map(({ id }) => id) ?? [];
  if (!hunks.every((id) => all.includes(id))) return { kind: 'hunks-changed' };
  const kept = all.filter((id) => !hunks.includes(id));
  const point = await takeRecoveryPoint(git, dir, keepAs);

  const changed = await withOwnIndex(dir, async (indexFile) => {
    const env = { GIT_INDEX_FILE: indexFile };
    await runGit(git, dir, ['read-tree', 'HEAD'], { env, signal });
    const parts = [{ path, hunks: kept }];
    const meanwhile = await stageChoice(git, dir, { paths: [], parts }, { env, signal });
    if (meanwhile.length > 0) return true;
    await runGit(git, dir, ['checkout-index', '--force', '--quiet', '-z', '--stdin'], {
      env,
      signal,
      stdin: list,
    });
    return false;
  });
  if (changed) return { kind: 'hunks-changed' };
  await runGit(
    git,
    dir,
    ['restore', '--source=HEAD', '--staged', '--quiet', '--pathspec-from-file=-', '--pathspec-file-nul'],
    { stdin: list, signal },
  );
  return { kind: 'discarded', point };
}
