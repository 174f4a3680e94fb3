import { type BranchCache, type FolderEntry, fetchTip, listRemoteRefs, readFolder } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { UserGit } from '../checkouts/git-sessions.ts';
import { reportProgress } from '../checkouts/report-progress.ts';
import type { Job } from '../operations/operations.ts';

/** The folder of an export as it is on GitLab. */
export interface RemoteFolder {
  /** The newest commit of the branch; null when the branch is not there. */
  tip: string | null;
  /** The repository has no commit at all, so that the branch begins with the first export. */
  isEmptyRepository: boolean;
  entries: ReadonlyMap<string, FolderEntry>;
}

/** Fetches the branch and looks into the folder. */
export async function readRemoteFolder(
  { git, url }: UserGit,
  cache: BranchCache,
  { branch, path }: { branch: string; path: string },
  job: Pick<Job, 'signal' | 'report'> | null,
): Promise<RemoteFolder> {
  const tip = await fetchTip(git, cache, branch, {
    ...(job && { signal: job.signal, onProgress: reportProgress(job, { from: 0, to: 0.5 }) }),
  });
  if (tip === null) {
    const { branches } = await listRemoteRefs(git, cache.dir, url, job ? { signal: job.signal } : {});
    return { tip, isEmptyRepository: branches.length === 0, entries: new Map() };
  }
  const folder = await readFolder(git, cache, tip, path);
  if (folder.kind === 'blocked')
    fail(
      'export-path-blocked',
      `On GitLab, “${folder.path}” is ${kindInWords[folder.by]}, so there can be no folder “${path}” for the notebooks.`,
    );
  if (folder.kind === 'folder') return { tip, isEmptyRepository: false, entries: folder.entries };
  await refuseNamesake(git, cache, { tip, path });
  return { tip, isEmptyRepository: false, entries: new Map() };
}

/** Two folders whose names differ in upper case alone are one on many disks: such a repository cannot be used there. */
async function refuseNamesake(
  git: UserGit['git'],
  cache: BranchCache,
  { tip, path }: { tip: string; path: string },
): Promise<void> {
  const parts = path.split('/');
  for (const [index, part] of parts.entries()) {
    const parent = await readFolder(git, cache, tip, parts.slice(0, index).join('/'));
    if (parent.kind !== 'folder' || parent.entries.has(part)) continue;
    const namesake = [...parent.entries.keys()].find((name) => folded(name) === folded(part));
    if (namesake === undefined) return;
    const there = [...parts.slice(0, index), namesake].join('/');
    fail('export-path-blocked', `On GitLab there is “${there}” already. Write the folder in the same way.`);
  }
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();

const kindInWords: Record<FolderEntry['kind'], string> = {
  file: 'a file',
  link: 'a symbolic link',
  submodule: 'a submodule',
  folder: 'a folder',
};

/** Throws unless notebooks can be written to the branch. */
export function requireBranch({ tip, isEmptyRepository }: RemoteFolder, branch: string): void {
  if (tip === null && !isEmptyRepository)
    fail('branch-gone', `The branch “${branch}” is not on GitLab any more. Choose another one.`);
}
