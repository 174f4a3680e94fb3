import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import type { BranchCache } from './branch-cache.ts';

export interface FolderEntry {
  /** as git writes it: 100644, 100755, 120000, 040000, 160000 */
  mode: string;
  kind: 'file' | 'link' | 'folder' | 'submodule';
  oid: string;
}

export type FolderInCommit =
  | { kind: 'folder'; entries: Map<string, FolderEntry> }
  | { kind: 'missing' }
  /** a part of the path is something that can have no files in it */
  | { kind: 'blocked'; path: string; by: FolderEntry['kind'] };

/** What is in one folder of a commit, without its subfolders. Reads no contents. @param path '' for the top folder */
export async function readFolder(
  git: GitEnvironment,
  { dir }: BranchCache,
  commit: string,
  path: string,
): Promise<FolderInCommit> {
  const parts = path === '' ? [] : path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const wanted = [...above, ...(path === '' ? [] : [`${path}/`])];
  const args = ['ls-tree', '-z', '-t', '--full-tree', '--end-of-options', commit, ...wanted];
  const { stdout } = await runGit(git, dir, args, { readOnly: true });
  const found = new Map(splitNull(stdout).map(parseEntry));
  for (const parent of above) {
    const entry = found.get(parent);
    if (!entry) return { kind: 'missing' };
    if (entry.kind !== 'folder') return { kind: 'blocked', path: parent, by: entry.kind };
  }
  const prefix = path === '' ? '' : `${path}/`;
  const entries = [...found]
    .filter(([name]) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'))
    .map(([name, entry]): [string, FolderEntry] => [name.slice(prefix.length), entry]);
  return { kind: 'folder', entries: new Map(entries) };
}

function parseEntry(line: string): [string, FolderEntry] {
  const tab = line.indexOf('\t');
  const [mode = '', type, oid = ''] = line.slice(0, tab).split(' ');
  const kind =
    type === 'tree' ? 'folder' : type === 'commit' ? 'submodule' : mode === '120000' ? 'link' : 'file';
  return [line.slice(tab + 1), { mode, kind, oid }];
}
