import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { fetchWeights, type GitProgress } from '../process/progress.ts';
import { runGit } from '../process/run-git.ts';

export interface FetchOptions {
  /** where from; default: the address of `origin` in the repository's config, which anybody in it may change */
  url?: string;
  /** default true: forget branches that no longer exist there */
  prune?: boolean;
  onProgress?(progress: GitProgress): void;
  signal?: AbortSignal;
  /** default 30 minutes */
  timeoutMs?: number;
}

/** A remote branch that appeared (`from` null), moved, or disappeared (`to` null). */
export interface UpdatedRef {
  branch: string;
  from: string | null;
  to: string | null;
}

const prefix = 'refs/remotes/origin/';

/** Brings `refs/remotes/origin/*` up to date; touches no local branch and no file. */
export async function fetchRemote(
  git: GitEnvironment,
  dir: string,
  options: FetchOptions = {},
): Promise<{ updated: UpdatedRef[] }> {
  const before = await readRemoteTips(git, dir);
  const args = [
    'fetch',
    '--progress',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
  ];
  // an empty --refmap: the repository's own refspecs, which could name local branches, do not apply as well
  args.push('--refmap=');
  args.push(options.prune === false ? '--no-prune' : '--prune', '--no-prune-tags');
  await runGit(git, dir, [...args, '--end-of-options', options.url ?? 'origin', `+refs/heads/*:${prefix}*`], {
    onProgress: options.onProgress,
    progressWeights: fetchWeights,
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? 1_800_000,
  });
  const after = await readRemoteTips(git, dir);
  const updated: UpdatedRef[] = [];
  for (const branch of new Set([...before.keys(), ...after.keys()])) {
    const change = { branch, from: before.get(branch) ?? null, to: after.get(branch) ?? null };
    if (change.from !== change.to) updated.push(change);
  }
  return { updated };
}

async function readRemoteTips(git: GitEnvironment, dir: string): Promise<Map<string, string>> {
  const format = '--format=%(refname)%00%(objectname)%00%(symref)%00';
  const { stdout } = await runGit(git, dir, ['for-each-ref', format, '--', prefix], { readOnly: true });
  const tips = new Map<string, string>();
  for (const [ref = '', oid = '', symref] of toRecords(splitNull(stdout), 3)) {
    if (!symref) tips.set(ref.replace(/^\n/, '').slice(prefix.length), oid);
  }
  return tips;
}
