import { lstat } from 'node:fs/promises';
import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { encodePath } from '../repository/path-encoding.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';
import { toPatch } from '../status/parse-hunks.ts';
import { type DividedFile, readFilePatch } from '../status/read-hunks.ts';
import { stageFiles } from './stage-files.ts';

/** What of the working tree goes into a commit. */
export interface Choice {
  /** whole files as they are on disk; a deleted one is deleted, of a rename name both paths */
  paths: string[];
  /** files of which only some hunks are taken, by the ids of `readHunks` */
  parts?: (DividedFile & { hunks: string[] })[] | undefined;
  /** files that are recorded with other bytes than those on disk */
  contents?: { path: string; bytes: Uint8Array }[] | undefined;
}

/** Everything a choice names. */
export function pathsOf({ paths, parts = [], contents = [] }: Choice): string[] {
  return [...paths, ...dividedPaths({ parts, contents })];
}

function dividedPaths({ parts = [], contents = [] }: Pick<Choice, 'parts' | 'contents'>): string[] {
  return [
    ...parts.flatMap(({ path, originalPath }) => (originalPath ? [path, originalPath] : [path])),
    ...contents.map(({ path }) => path),
  ];
}

interface StageOptions {
  /** with the `GIT_INDEX_FILE` of the index to use */
  env: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Puts a choice into an index of its own that holds the last commit.
 * @returns files whose hunks are not what was chosen from any more; then the index is of no use
 */
export async function stageChoice(
  git: GitEnvironment,
  dir: string,
  { paths, parts = [], contents = [] }: Choice,
  options: StageOptions,
): Promise<string[]> {
  const replaced = new Set(contents.map(({ path }) => path));
  await stageFiles(
    git,
    dir,
    paths.filter((path) => !replaced.has(path)),
    options,
  );
  const entries: Buffer[] = [];
  for (const { path, bytes } of contents)
    entries.push(toEntry(await modeOf(dir, path), await storeBlob(git, dir, path, bytes, options), path));
  await writeEntries(git, dir, entries, options);
  const patches: Buffer[] = [];
  const changed: string[] = [];
  for (const part of parts) {
    const patch = await readFilePatch(git, dir, part, { signal: options.signal });
    const wanted = new Set(part.hunks);
    if (patch?.hunks.filter(({ id }) => wanted.has(id)).length !== wanted.size) changed.push(part.path);
    else if (wanted.size > 0) patches.push(toPatch(patch, (id) => wanted.has(id)));
  }
  if (changed.length > 0) return changed;
  if (patches.length > 0)
    await runGit(git, dir, [...exactly, 'apply', '--cached', '--whitespace=nowarn', '-'], {
      ...options,
      stdin: Buffer.concat(patches),
    });
  return [];
}

/** A shared repository's configuration could have git bend patches to fit. */
const exactly = ['-c', 'apply.ignoreWhitespace=no', '-c', 'apply.whitespace=nowarn'];

/**
 * Brings the repository's own index to what was committed of a choice. A file that was taken in part keeps what
 * somebody staged of it, when that is neither what the last commit had nor what is on disk: it may be nowhere else.
 */
export async function followCommit(
  git: GitEnvironment,
  dir: string,
  choice: Choice,
  { before, after, signal }: { before: string; after: string; signal?: AbortSignal | undefined },
): Promise<void> {
  const divided = new Set(dividedPaths(choice));
  const whole = choice.paths.filter((path) => !divided.has(path));
  await stageFiles(git, dir, whole, { signal });
  if (divided.size === 0) return;
  const [staged, unstaged, committed] = await Promise.all([
    readEntries(git, dir, divided),
    listUnstaged(git, dir),
    readCommitted(git, dir, before, after),
  ]);
  const originalPaths = new Map(choice.parts?.map(({ path, originalPath }) => [path, originalPath]));
  const entries: Buffer[] = [];
  for (const path of divided) {
    const change = committed.get(path);
    if (!change) continue;
    const now = staged.get(path) ?? absent;
    const atOriginalPath = committed.get(originalPaths.get(path) ?? path)?.before;
    const isInLastCommit = now === change.before || now === atOriginalPath;
    if (isInLastCommit || !unstaged.has(path)) entries.push(toEntry(...split(change.after), path));
  }
  await writeEntries(git, dir, entries, { signal });
}

const absent = '000000 ';
const split = (entry: string) => entry.split(' ') as [string, string];

/** `mode oid` by path. */
async function readEntries(git: GitEnvironment, dir: string, paths: Set<string>) {
  const { stdout } = await runGit(git, dir, ['ls-files', '--stage', '-z'], { readOnly: true });
  const entries = new Map<string, string>();
  for (const record of splitNull(stdout)) {
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    // The number of the side in a conflict is left off: files in conflict are not committed.
    if (paths.has(path)) entries.set(path, record.slice(0, tab - 2));
  }
  return entries;
}

async function listUnstaged(git: GitEnvironment, dir: string): Promise<Set<string>> {
  const args = ['diff-files', '-z', '--name-only', '--no-ext-diff', '--ignore-submodules=all', '--'];
  return new Set(splitNull((await runGit(git, dir, args, { readOnly: true })).stdout));
}

async function readCommitted(git: GitEnvironment, dir: string, before: string, after: string) {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff', before, after, '--'];
  const fields = splitNull((await runGit(git, dir, args, { readOnly: true })).stdout);
  const changes = new Map<string, { before: string; after: string }>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = '', newMode = '', oldOid = '', newOid = ''] = fields[index]!.slice(1).split(' ');
    const old = oldMode === '000000' ? absent : `${oldMode} ${oldOid}`;
    changes.set(fields[index + 1]!, { before: old, after: `${newMode} ${newOid}` });
  }
  return changes;
}

/** One line of `update-index --index-info`; mode 0 takes the path out. */
function toEntry(mode: string, oid: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${oid}\t`), toRepositoryPathBytes(path), Buffer.of(0)]);
}

async function writeEntries(
  git: GitEnvironment,
  dir: string,
  entries: Buffer[],
  options: { env?: Record<string, string>; signal?: AbortSignal | undefined },
): Promise<void> {
  if (entries.length === 0) return;
  await runGit(git, dir, ['update-index', '-z', '--index-info'], {
    ...options,
    stdin: Buffer.concat(entries),
  });
}

/** Stores bytes as git would store that file: with its line ends and filters. */
async function storeBlob(
  git: GitEnvironment,
  dir: string,
  path: string,
  bytes: Uint8Array,
  { signal }: StageOptions,
): Promise<string> {
  // A name that is no UTF-8 cannot be an argument; its attributes are then not looked up.
  const isText = encodePath(path).equals(Buffer.from(path));
  const args = ['hash-object', '-w', '--stdin', ...(isText ? [`--path=${path}`] : [])];
  return (await runGit(git, dir, args, { stdin: bytes, signal })).stdout.toString('latin1').trim();
}

async function modeOf(dir: string, path: string): Promise<string> {
  const full = Buffer.concat([Buffer.from(`${dir}/`), toRepositoryPathBytes(path)]);
  const mode = (await lstat(full).catch(() => null))?.mode ?? 0;
  return mode & 0o100 ? '100755' : '100644';
}
