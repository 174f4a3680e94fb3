import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit, type Head, readHead } from '../status/read-head.ts';
import { type BranchNameProblem, checkBranchName } from './check-branch-name.ts';
import { runSwitch, type SwitchRefusal } from './switch-branch.ts';

export type CreateBranchResult =
  | { kind: 'created'; branch: string }
  | { kind: 'invalid-name'; problem: BranchNameProblem }
  /** `existing` is the branch in the way: the same name, or `a` for `a/b` and the other way round */
  | { kind: 'name-taken'; existing: string }
  | { kind: 'no-such-start' }
  | SwitchRefusal;

/**
 * Makes a branch and goes to it. It follows nothing: what it is pushed to is decided when it is pushed.
 * @param options.from revision to start from, default where HEAD is (local changes then simply stay)
 */
export async function createBranch(
  git: GitEnvironment,
  dir: string,
  options: { name: string; from?: string; signal?: AbortSignal },
): Promise<CreateBranchResult> {
  const { name, from, signal } = options;
  const check = checkBranchName(name);
  if (check.kind === 'invalid') return { kind: 'invalid-name', problem: check.problem };
  const existing = await findBranchInTheWay(git, dir, name);
  if (existing) return { kind: 'name-taken', existing };
  const start = from === undefined ? null : await findCommit(git, dir, from);
  if (from !== undefined && !start) return { kind: 'no-such-start' };
  const args = [`--create=${name}`, '--no-track', ...(start ? ['--end-of-options', start] : [])];
  return (await runSwitch(git, dir, args, start, signal)) ?? { kind: 'created', branch: name };
}

/**
 * Takes back `createBranch` while nothing was committed on the new branch: HEAD is where it was before, on the same
 * commit, so neither the files nor the index are touched. A branch that somebody moved meanwhile stays.
 */
export async function removeNewBranch(git: GitEnvironment, dir: string, name: string, before: Head) {
  const now = await readHead(git, dir);
  const oid = before.kind === 'unborn' ? null : before.oid;
  if (now.kind === 'detached' || now.branch !== name || (now.kind === 'branch' ? now.oid : null) !== oid)
    return;
  const to = before.kind === 'detached' ? ['update-ref', '--no-deref'] : ['symbolic-ref'];
  const target = before.kind === 'detached' ? before.oid : `refs/heads/${before.branch}`;
  await runGit(git, dir, [...to, '-m', 'branch not used', 'HEAD', target]);
  if (oid) await runGit(git, dir, ['update-ref', '-d', `refs/heads/${name}`, oid]);
}

/** The branch that stands where one of this name would be kept; `except` is about to go away. */
export async function findBranchInTheWay(
  git: GitEnvironment,
  dir: string,
  name: string,
  { except }: { except?: string } = {},
): Promise<string | undefined> {
  const { stdout } = await runGit(git, dir, ['for-each-ref', '--format=%(refname)%00', '--', 'refs/heads/'], {
    readOnly: true,
  });
  return splitNull(stdout)
    .map((ref) => ref.replace(/^\n/, '').slice('refs/heads/'.length))
    .find(
      (other) =>
        other !== '' &&
        other !== except &&
        (other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`)),
    );
}
