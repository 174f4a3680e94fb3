import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import type { KeptBranch, KeptStash } from '../recovery/recovery-point-note.ts';
import { findCommit } from '../status/read-head.ts';
import { checkBranchName } from './check-branch-name.ts';

/** Local branches with their upstreams; only those of these names, when given. */
export async function listKeepable(
  git: GitEnvironment,
  dir: string,
  names: readonly string[] | null,
): Promise<KeptBranch[]> {
  const format = ['refname', 'objectname', 'upstream:short'].map((field) => `%(${field})%00`).join('');
  const { stdout } = await runGit(git, dir, ['for-each-ref', `--format=${format}`, 'refs/heads/'], {
    readOnly: true,
  });
  return toRecords(splitNull(stdout), 3).flatMap(([ref = '', oid = '', upstream = '']) => {
    const name = ref.trim().replace(/^refs\/heads\//, '');
    return names === null || names.includes(name) ? [{ name, oid, upstream: upstream || null }] : [];
  });
}

/** Of these branches, those with commits that no branch of the remote has. */
export async function withoutPushed(
  git: GitEnvironment,
  dir: string,
  branches: KeptBranch[],
): Promise<KeptBranch[]> {
  if (branches.length === 0) return [];
  const tips = new Set(branches.map(({ oid }) => oid));
  // Where a tip is on the remote, nothing of the branch is left over.
  const { stdout } = await runGit(git, dir, ['rev-list', ...tips, '--not', '--remotes=origin', '--'], {
    readOnly: true,
  });
  const onlyHere = new Set(stdout.toString('latin1').split('\n'));
  return branches.filter(({ oid }) => onlyHere.has(oid));
}

/** What was put aside with `git stash`, the newest first. */
export async function listStashes(git: GitEnvironment, dir: string): Promise<KeptStash[]> {
  if (!(await findCommit(git, dir, 'refs/stash'))) return [];
  const format = '--format=tformat:%H%x00%gs';
  const args = ['log', '--walk-reflogs', '-z', format, '--no-show-signature', 'refs/stash', '--'];
  const records = toRecords(splitNull((await runGit(git, dir, args, { readOnly: true })).stdout), 2);
  return records.map(([oid = '', subject = '']) => ({ oid, subject }));
}

/** Makes branches what they were. One whose name is taken by a folder of branches comes back below `restored/`. */
export async function bringBranchesBack(
  git: GitEnvironment,
  dir: string,
  branches: KeptBranch[],
): Promise<void> {
  for (const { name, oid, upstream } of branches) {
    if (checkBranchName(name).kind !== 'valid') continue;
    const put = (ref: string, okExitCodes: number[]) =>
      runGit(git, dir, ['update-ref', '-m', 'restore', ref, oid], { okExitCodes });
    const { exitCode } = await put(`refs/heads/${name}`, [0, 1, 128]);
    if (exitCode !== 0) await put(`refs/heads/restored/${name}`, [0]);
    else if (upstream?.startsWith('origin/')) await setUpstream(git, dir, name, upstream);
  }
}

/** Puts stashes back that are not there any more. */
export async function bringStashesBack(
  git: GitEnvironment,
  dir: string,
  stashes: KeptStash[],
): Promise<void> {
  const known = new Set((await listStashes(git, dir)).map(({ oid }) => oid));
  // The newest is stored last, so that it is the first again.
  for (const { oid, subject } of stashes.toReversed())
    if (!known.has(oid))
      await runGit(git, dir, ['stash', 'store', '--quiet', `--message=${subject}`, oid], {
        okExitCodes: [0, 1],
      });
}

async function setUpstream(git: GitEnvironment, dir: string, name: string, upstream: string): Promise<void> {
  if (!(await findCommit(git, dir, `refs/remotes/${upstream}`))) return;
  await runGit(git, dir, ['branch', '--quiet', `--set-upstream-to=${upstream}`, '--end-of-options', name], {
    okExitCodes: [0, 1, 128],
  });
}
