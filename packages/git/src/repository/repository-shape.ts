import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `none`: no `.git` here. `repository`: a plain repository. `unsafe`: its parts lie somewhere else (a link or
 * gitfile to another project, borrowed objects), so git would read or write outside this folder.
 */
export type RepositoryShape = { kind: 'none' } | { kind: 'repository' } | { kind: 'unsafe'; problem: string };

/**
 * Looks at a folder before git does. Notelab's clones are always one folder with everything in it; anything
 * else was arranged by hand, for instance to read another project's history. The jail is the wall against
 * that; this check also holds where there is no jail, and says what is wrong.
 */
export async function inspectRepositoryShape(directory: string): Promise<RepositoryShape> {
  const folder = await lstat(directory).catch(ignoreMissing);
  if (folder?.isSymbolicLink()) return unsafe('the folder is a symbolic link');
  const gitFolder = join(directory, '.git');
  const stats = await lstat(gitFolder).catch(ignoreMissing);
  if (!stats) return { kind: 'none' };
  if (stats.isSymbolicLink()) return unsafe('.git is a symbolic link');
  if (!stats.isDirectory()) return unsafe('.git is a file that points elsewhere');
  const problems = await Promise.all([
    ...ownFolders.map((inside) => findForeign(gitFolder, inside)),
    ...borrowing.map((file) => findBorrowing(gitFolder, file)),
  ]);
  const problem = problems.find((found) => found !== null);
  return problem ? unsafe(problem) : { kind: 'repository' };
}

const ownFolders = ['', 'objects', 'objects/info', 'objects/pack', 'refs', 'refs/heads', 'refs/remotes'];
const borrowing = ['commondir', 'objects/info/alternates', 'objects/info/http-alternates'];

async function findForeign(gitFolder: string, inside: string): Promise<string | null> {
  const entries = await readdir(join(gitFolder, inside), { withFileTypes: true }).catch(ignoreMissing);
  const foreign = entries?.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (!foreign) return null;
  // Git would wait for a named pipe.
  const what = foreign.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder';
  return `.git/${join(inside, foreign.name)} is ${what}`;
}

async function findBorrowing(gitFolder: string, file: string): Promise<string | null> {
  const borrows = await lstat(join(gitFolder, file)).catch(ignoreMissing);
  return borrows ? `.git/${file} borrows from another repository` : null;
}

function unsafe(problem: string): RepositoryShape {
  return { kind: 'unsafe', problem };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
