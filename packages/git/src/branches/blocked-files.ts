import { lstat } from 'node:fs/promises';
import type { GitEnvironment } from '../process/git-environment.ts';
import { encodePath } from '../repository/path-encoding.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';

/** Files in the way of a switch or pull. `untracked` are those of `files` that git does not know. */
export interface BlockedFiles {
  files: string[];
  untracked: string[];
}

/** Does git's error say that it refused to overwrite files? */
export function saysBlocked(stderr: string): boolean {
  return /would be overwritten by|would lose untracked files|not uptodate\. Cannot merge/.test(stderr);
}

/**
 * The files git names in its refusal. It prints names as they are, one a line after a tab, so a name with a
 * newline cannot be read back; looking each changed path up in the message can.
 */
export async function findBlockedFiles(
  git: GitEnvironment,
  dir: string,
  change: { from: string | null; to: string; stderr: string },
): Promise<BlockedFiles> {
  const untrackedPart = extractUntrackedPart(change.stderr);
  const paths = (await listChangedPaths(git, dir, change.from, change.to)).map(({ path }) => path);
  if (change.from === null) {
    // Before the first commit git names one file only, and every file that is there is in the way.
    const present = await filterPresent(dir, paths);
    return { files: present, untracked: present };
  }
  const files = paths.filter((path) => names(change.stderr, path));
  const known = new Set(files);
  // names of folders in the way are in the message but are not files of either commit
  for (const line of change.stderr.split('\n')) {
    const path = /^\t(.+)$/.exec(line)?.[1];
    if (path && !known.has(path) && !files.some((file) => file.includes('\n') && file.includes(path)))
      files.push(path);
  }
  return { files, untracked: files.filter((path) => names(untrackedPart, path)) };
}

async function filterPresent(dir: string, paths: string[]): Promise<string[]> {
  const present: string[] = [];
  for (const path of paths) {
    const file = Buffer.concat([Buffer.from(`${dir}/`), encodePath(path)]);
    if (await lstat(file).catch(() => null)) present.push(path);
  }
  return present;
}

function names(message: string, path: string): boolean {
  return message.includes(`\n\t${path}\n`);
}

function extractUntrackedPart(stderr: string): string {
  const start = stderr.search(/untracked working tree files would be|would lose untracked files/);
  return start < 0 ? '' : stderr.slice(start).split(/\n(?=error: )/)[0]!;
}
