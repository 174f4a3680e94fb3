import { lstat } from 'node:fs/promises';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';

/**
 * Puts whole files, as they are on disk, into the index (that of `GIT_INDEX_FILE`, or the repository's own).
 * Paths that are gone leave it. Unlike `git add` this takes ignored files and paths nothing matches.
 */
export async function stageFiles(
  git: GitEnvironment,
  dir: string,
  paths: string[],
  {
    workTree = dir,
    ...options
  }: { env?: Record<string, string>; signal?: AbortSignal | undefined; workTree?: string | undefined },
): Promise<void> {
  const present: Buffer[] = [];
  const gone: Buffer[] = [];
  for (const path of paths) {
    const bytes = toRepositoryPathBytes(path);
    if (await isTrackable(workTree, bytes)) present.push(bytes, Buffer.of(0));
    else gone.push(bytes, Buffer.of(0));
  }
  // Removals first: a file may have made room for a folder of the same name. They are forced because
  // update-index otherwise refuses to look for a path whose folder has become a symbolic link.
  if (gone.length > 0) {
    await runGit(git, dir, ['update-index', '--force-remove', '-z', '--stdin'], {
      ...options,
      stdin: Buffer.concat(gone),
    });
  }
  if (present.length > 0) {
    const args = ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'];
    await runGit(git, dir, args, { ...options, stdin: Buffer.concat(present), timeoutMs: 600_000 });
  }
}

/** Is there a file, a link, or a repository of its own at this path, with real folders all the way? */
async function isTrackable(dir: string, path: Buffer): Promise<boolean> {
  const root = Buffer.from(`${dir}/`);
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const parent = await lstat(Buffer.concat([root, path.subarray(0, slash)])).catch(() => null);
    if (!parent?.isDirectory()) return false;
  }
  const full = Buffer.concat([root, path]);
  const stats = await lstat(full).catch(() => null);
  if (!stats?.isDirectory()) return stats !== null;
  return (await lstat(Buffer.concat([full, Buffer.from('/.git')])).catch(() => null)) !== null;
}
