import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from '../repository/path-encoding.ts';

/** Where HEAD is: on a branch with commits, on a branch without any yet, or on a commit itself. */
export type Head =
  | { kind: 'branch'; branch: string; oid: string }
  | { kind: 'unborn'; branch: string }
  | { kind: 'detached'; oid: string };

const branchPrefix = 'refs/heads/';

/** @throws GitError `not-a-repository` */
export async function readHead(git: GitEnvironment, dir: string): Promise<Head> {
  const symbolic = await runGit(git, dir, ['symbolic-ref', '--quiet', 'HEAD'], {
    okExitCodes: [0, 1],
    readOnly: true,
  });
  const ref = decodePath(symbolic.stdout).trimEnd();
  const oid = await findCommit(git, dir, 'HEAD');
  if (ref.startsWith(branchPrefix)) {
    const branch = ref.slice(branchPrefix.length);
    return oid ? { kind: 'branch', branch, oid } : { kind: 'unborn', branch };
  }
  return oid ? { kind: 'detached', oid } : { kind: 'unborn', branch: ref };
}

/** The commit a revision names, or null when there is none. */
export async function findCommit(git: GitEnvironment, dir: string, revision: string): Promise<string | null> {
  const result = await runGit(
    git,
    dir,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    { okExitCodes: [0, 1, 128], readOnly: true },
  );
  return result.exitCode === 0 ? result.stdout.toString('latin1').trim() : null;
}
