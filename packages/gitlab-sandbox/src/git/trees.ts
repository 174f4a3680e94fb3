import { gitText, runGit } from './run-git.ts';

export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  path: string;
}

/** The entries of a folder; null when the folder does not exist. Folders come first, as GitLab lists them. */
export async function listTree(
  dir: string,
  commitSha: string,
  path: string,
  recursive = false,
): Promise<TreeEntry[] | null> {
  const treeish = path === '' ? commitSha : `${commitSha}:${path}`;
  const args = ['ls-tree', '-z', ...(recursive ? ['-r', '-t'] : []), '--full-tree', treeish];
  const result = await runGit(dir, args);
  if (result.exitCode !== 0) return null;
  const entries = result.stdout
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '')
    .map((record): TreeEntry => {
      const tab = record.indexOf('\t');
      const [mode, type, sha] = record.slice(0, tab).split(' ') as [string, TreeEntry['type'], string];
      const name = record.slice(tab + 1);
      return { mode, type, sha, path: path === '' ? name : `${path}/${name}` };
    });
  const rank = { tree: 0, blob: 1, commit: 2 };
  return recursive ? entries : entries.sort((a, b) => rank[a.type] - rank[b.type]);
}

/** The entry at a path, or null. */
export async function findTreeEntry(dir: string, commitSha: string, path: string): Promise<TreeEntry | null> {
  const output = await gitText(dir, ['ls-tree', '-z', '--full-tree', commitSha, '--', path]);
  const record = output.split('\0')[0];
  if (!record) return null;
  const [mode, type, sha] = record.slice(0, record.indexOf('\t')).split(' ') as [
    string,
    TreeEntry['type'],
    string,
  ];
  return { mode, type, sha, path };
}

export async function readBlob(dir: string, sha: string): Promise<Buffer> {
  const result = await runGit(dir, ['cat-file', 'blob', sha]);
  if (result.exitCode !== 0) throw new Error(`There is no blob ${sha}.`);
  return result.stdout;
}

/** The last commit that touched a path. */
export async function findLastCommitSha(dir: string, commitSha: string, path: string): Promise<string> {
  return (await gitText(dir, ['rev-list', '-1', commitSha, '--', path])).trim();
}
