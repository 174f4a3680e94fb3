import { gitText, runGit } from './run-git.ts';

export const noCommit = '0'.repeat(40);

export interface Branch {
  name: string;
  sha: string;
}

/** All branches by name. */
export async function listBranches(dir: string): Promise<Branch[]> {
  const format = '--format=%(objectname) %(refname:lstrip=2)';
  const output = await gitText(dir, ['for-each-ref', format, 'refs/heads']);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ sha: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) }));
}

export async function findBranchSha(dir: string, branch: string): Promise<string | null> {
  return findCommitSha(dir, `refs/heads/${branch}`);
}

/** The commit that a branch, tag, or (short) commit id names. */
export async function findCommitSha(dir: string, revision: string): Promise<string | null> {
  const candidates = revision.startsWith('refs/') ? [revision] : [`refs/heads/${revision}`, revision];
  for (const candidate of candidates) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`];
    const result = await runGit(dir, args);
    // rev-parse of git 2.39 prints --end-of-options back, so only the last line is the answer.
    const sha = result.stdout.toString('utf8').trim().split('\n').at(-1) ?? '';
    if (result.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
  }
  return null;
}

export async function isEmptyRepository(dir: string): Promise<boolean> {
  return (await gitText(dir, ['for-each-ref', '--count=1', 'refs/heads'])) === '';
}

export async function isAncestor(dir: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await runGit(dir, ['merge-base', '--is-ancestor', ancestor, descendant])).exitCode === 0;
}

export async function isBranchName(dir: string, name: string): Promise<boolean> {
  return (
    (await runGit(dir, ['check-ref-format', `refs/heads/${name}`])).exitCode === 0 && !name.startsWith('-')
  );
}

/** Makes a branch the one that clones check out. */
export async function setHead(dir: string, branch: string): Promise<void> {
  await gitText(dir, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}
