import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { isRepositoryPath } from '../repository/repository-path.ts';
import { findCheckedOutSubmodule } from './find-submodule.ts';

/** Another repository inside this one, as `.gitmodules` and the index say. */
export interface Submodule {
  name: string;
  path: string;
  /** as it is written; nobody has looked at it */
  url: string;
  /** the commit that this repository wants */
  pinned: string;
  /** the commit that is there; null while nothing is */
  checkedOut: string | null;
}

const defaultLimit = 100;

/**
 * The submodules that the index holds. No git is started inside of them, and nothing that `.gitmodules` says is done.
 * Entries whose name or path could lead out of the repository are left out, as git itself ignores them.
 */
export async function listSubmodules(
  git: GitEnvironment,
  dir: string,
  options: { limit?: number } = {},
): Promise<Submodule[]> {
  const named = (await readModules(git, dir)).slice(0, options.limit ?? defaultLimit);
  if (named.length === 0) return [];
  const { stdout } = await runGit(
    git,
    dir,
    ['ls-files', '-z', '--stage', '--', ...named.map(({ path }) => path)],
    {
      readOnly: true,
    },
  );
  const pins = new Map(
    splitNull(stdout).flatMap((line) => {
      const [, oid, path] = /^160000 ([0-9a-f]+) 0\t(.+)$/s.exec(line) ?? [];
      return oid && path ? [[path, oid] as const] : [];
    }),
  );
  const submodules: Submodule[] = [];
  for (const module of named) {
    const pinned = pins.get(module.path);
    if (!pinned) continue;
    const isThere = (await lstat(join(dir, module.path, '.git')).catch(() => null)) !== null;
    const moved = isThere ? await findCheckedOutSubmodule(git, dir, module.path, 'index') : null;
    submodules.push({ ...module, pinned, checkedOut: isThere ? (moved ?? pinned) : null });
  }
  return submodules;
}

async function readModules(
  git: GitEnvironment,
  dir: string,
): Promise<Omit<Submodule, 'pinned' | 'checkedOut'>[]> {
  const { stdout } = await runGit(
    git,
    dir,
    ['config', '--blob', ':.gitmodules', '-z', '--get-regexp', '^submodule\\..*\\.(path|url)$'],
    // 1: it says nothing of the kind; 128: there is none, or it cannot be read
    { readOnly: true, okExitCodes: [0, 1, 128] },
  );
  const modules = new Map<string, { path?: string; url?: string }>();
  for (const entry of splitNull(stdout)) {
    const [, name, key, value] = /^submodule\.(.*)\.(path|url)\n(.*)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) continue;
    modules.set(name, { ...modules.get(name), [key as 'path' | 'url']: value });
  }
  return [...modules].flatMap(([name, { path, url = '' }]) =>
    path !== undefined && isPlain(name) && isPlain(path) ? [{ name, path, url }] : [],
  );
}

/** Git takes a name for a path below `.git/modules`, and both for arguments. */
const isPlain = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  isRepositoryPath(text) && !text.startsWith('-') && !/[\u0000-\u001f\u007f]/.test(text);
