import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { type GitIdentity, toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import { readHead } from '../status/read-head.ts';
import { listConflicts } from './list-conflicts.ts';
import { withOwnMerging } from './merge-programs.ts';
import { findOngoingOperation, type OngoingOperation } from './ongoing-operation.ts';

export type ContinuableOperation = Exclude<OngoingOperation, 'bisect'>;

/**
 * Commits what was merged, or takes a rebase to its next conflict or to its end. Nothing may be in conflict.
 * @param as who merges; the authors of commits that are replayed stay
 * @returns `stopped`: it goes on, and nothing is in conflict (somebody asked git to stop there)
 */
export async function continueOperation(
  git: GitEnvironment,
  dir: string,
  operation: ContinuableOperation,
  as: GitIdentity,
  signal?: AbortSignal,
): Promise<'ended' | 'conflicts' | 'stopped'> {
  const head = await readHead(git, dir);
  const merging = await withOwnMerging(git, dir, head.kind === 'branch' ? head.branch : null);
  const { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL, ...author } = toIdentityVariables(as, as);
  const committer = { GIT_COMMITTER_NAME: GIT_COMMITTER_NAME!, GIT_COMMITTER_EMAIL: GIT_COMMITTER_EMAIL! };
  const env = operation === 'merge' ? { ...committer, ...author } : committer;
  const run = (args: string[]) =>
    runGit(merging, dir, args, { env, signal, okExitCodes: [0, 1, 128], timeoutMs: 600_000 });

  const args =
    operation === 'merge'
      ? ['commit', '--no-edit', '--no-verify', '--no-gpg-sign', '--cleanup=strip', '--quiet']
      : [operation, '--continue'];
  let result = await run(args);
  // Resolved to what was there already: there is nothing left to commit.
  const isEmpty = /is now empty|nothing to commit|No changes - did you forget/i.test(
    result.stderr + result.stdout.toString('utf8'),
  );
  if (result.exitCode !== 0 && isEmpty && operation !== 'merge') result = await run([operation, '--skip']);
  if (!(await isOngoing(dir))) return 'ended';
  if ((await listConflicts(git, dir)).length > 0) return 'conflicts';
  if (result.exitCode === 0) return 'stopped';
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

async function isOngoing(dir: string): Promise<boolean> {
  const operation = await findOngoingOperation(dir);
  return operation !== null && operation !== 'bisect';
}
