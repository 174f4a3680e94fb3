import { parsePushOutput, parseServerMessages } from '../exchange/parse-push.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';

export type DeleteRemoteBranchResult =
  | { kind: 'deleted' }
  /** the server took the request and said no; `message` is its text, or git's */
  | { kind: 'rejected'; message: string };

/**
 * Deletes a branch on the remote, if it still ends with `oid`.
 * @param options.url where; the repository's config may be anybody's
 * @throws GitError when the remote cannot be reached, or did not take the request
 */
export async function deleteRemoteBranch(
  git: GitEnvironment,
  dir: string,
  options: { url: string; branch: string; oid: string; signal?: AbortSignal },
): Promise<DeleteRemoteBranchResult> {
  const { url, branch, oid, signal } = options;
  const ref = `refs/heads/${branch}`;
  const args = ['push', '--porcelain', '--no-verify', '--no-follow-tags', '--no-signed'];
  args.push(
    `--force-with-lease=${ref}:${oid}`,
    '--recurse-submodules=no',
    '--end-of-options',
    url,
    `:${ref}`,
  );
  const result = await runGit(git, dir, args, { okExitCodes: [0, 1, 128], signal, timeoutMs: 600_000 });
  const deleted = parsePushOutput(result.stdout).find(({ to }) => to === ref);
  if (result.exitCode === 0 && deleted?.flag === '-') {
    await runGit(git, dir, ['update-ref', '-d', `refs/remotes/origin/${branch}`]);
    return { kind: 'deleted' };
  }
  if (deleted?.flag !== '!') throw new GitError(codeForFailure(result.stderr), { args, ...result });
  const said = parseServerMessages(result.stderr).join('\n');
  return { kind: 'rejected', message: said || (deleted.reason ?? deleted.summary) };
}
