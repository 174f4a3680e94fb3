import { createBranch } from '../branches/create-branch.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { deleteRecoveryPoint, type TakeOptions, takeRecoveryPoint } from '../recovery/recovery-points.ts';
import { findCommit, readHead } from '../status/read-head.ts';

export type MoveCommitsResult =
  /** `from` is back at the remote's commit; null when the remote has no such branch and it stays as it is */
  | { kind: 'moved'; from: string; resetTo: string | null }
  | { kind: 'detached-head' }
  | { kind: 'no-commit-yet' }
  | Exclude<Awaited<ReturnType<typeof createBranch>>, { kind: 'created' }>;

/**
 * Takes the current branch's commits that the remote does not have to a new branch, which becomes the current one;
 * the branch they were on goes back to what the remote has. Files, local changes and the index stay as they are.
 * The state before is kept as a recovery point.
 */
export async function moveCommits(
  git: GitEnvironment,
  dir: string,
  { to, ...keepAs }: TakeOptions & { to: string },
): Promise<MoveCommitsResult> {
  const head = await readHead(git, dir);
  if (head.kind === 'detached') return { kind: 'detached-head' };
  if (head.kind === 'unborn') return { kind: 'no-commit-yet' };
  const { branch: from, oid } = head;
  const point = await takeRecoveryPoint(git, dir, keepAs);
  // First the new branch: stopped after it, the commits are on both.
  const created = await createBranch(git, dir, { name: to, ...(keepAs.signal && { signal: keepAs.signal }) });
  if (created.kind !== 'created') {
    await deleteRecoveryPoint(git, dir, point.id);
    return created;
  }
  const resetTo = await findCommit(git, dir, `refs/remotes/origin/${from}`);
  if (resetTo && resetTo !== oid)
    await runGit(git, dir, [
      'update-ref',
      '-m',
      `moved commits to ${to}`,
      `refs/heads/${from}`,
      resetTo,
      oid,
    ]);
  return { kind: 'moved', from, resetTo };
}
