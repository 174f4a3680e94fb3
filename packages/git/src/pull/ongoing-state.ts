import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { splitNull } from '../process/null-separated.ts';
import type { KeptBranch } from '../recovery/recovery-point-note.ts';
import type { Scratch } from '../repository/scratch-index.ts';
import { type IndexEntry, toIndexInfo } from './conflicted-index.ts';
import { findOngoingOperation } from './ongoing-operation.ts';

/** What git remembers of a merge, rebase … that is under way: a tree that can be written back, and what it names. */
export interface OngoingState {
  operation: string | null;
  /** `state/…`: files of `.git`; `conflict1/…` to `conflict3/…`: the sides of conflicts */
  tree: string;
  commits: string[];
  /** the branch that a rebase is about to move */
  branch: KeptBranch | null;
}

const stateFiles = [
  'MERGE_HEAD',
  'MERGE_MSG',
  'MERGE_MODE',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'REBASE_HEAD',
  'ORIG_HEAD',
  'SQUASH_MSG',
];
const stateFolders = ['rebase-merge', 'rebase-apply', 'sequencer'];

/** The state of what is under way, or null. */
export async function keepOngoing(
  scratch: Scratch,
  dir: string,
  index: IndexEntry[] | null,
): Promise<OngoingState | null> {
  const operation = await findOngoingOperation(dir);
  const conflicts = index?.filter(({ stage }) => stage > 0) ?? [];
  if ((!operation || operation === 'bisect') && conflicts.length === 0) return null;
  const files = operation ? await hashFiles(scratch, await listStateFiles(dir)) : [];
  const entries = [
    ...files.map(({ path, oid }) => ({ mode: '100644', oid, stage: 0, path: `state/${path}` })),
    ...conflicts.map(({ path, stage, ...entry }) => ({
      ...entry,
      stage: 0,
      path: `conflict${stage}/${path}`,
    })),
  ];
  const named = await readNamed(scratch, files);
  return {
    operation: operation === 'bisect' ? null : operation,
    tree: await scratch.treeOf(toIndexInfo(entries)),
    commits: named.commits,
    branch: named.branch,
  };
}

/** Puts the state back; files and index are already those of before. */
export async function bringOngoingBack(scratch: Scratch, kept: string): Promise<void> {
  const { stdout } = await scratch.run(['ls-tree', '-r', '-z', '--end-of-options', kept], { readOnly: true });
  const conflicts: IndexEntry[] = [];
  const state: IndexEntry[] = [];
  for (const line of splitNull(stdout)) {
    const [, mode = '', oid = '', stage = '', path = ''] =
      /^(\d+) \w+ ([0-9a-f]+)\t(?:conflict([123])|state)\/(.+)$/s.exec(line) ?? [];
    if (stage) conflicts.push({ mode, oid, stage: Number(stage), path });
    // Anybody can make refs: nothing else of `.git` is ever written.
    else if (mode === '100644' && isStateFile(path)) state.push({ mode, oid, stage: 0, path });
  }
  await bringConflictsBack(scratch, conflicts);
  if (state.length === 0) return;
  await scratch.withIndex(async (env) => {
    await scratch.run(['read-tree', '--empty'], { env });
    await scratch.run(['update-index', '-z', '--index-info'], { env, stdin: toIndexInfo(state) });
    await scratch.run(['checkout-index', '--all', '--force', '--quiet', '--prefix=.git/'], { env });
  });
}

async function bringConflictsBack(scratch: Scratch, sides: IndexEntry[]): Promise<void> {
  const [first] = sides;
  if (!first) return;
  const none = '0'.repeat(first.oid.length);
  const removals = [...new Set(sides.map(({ path }) => path))].map(
    (path): IndexEntry => ({ mode: '0', oid: none, stage: 0, path }),
  );
  const stdin = Buffer.concat([toIndexInfo(removals), toIndexInfo(sides)]);
  await scratch.run(['update-index', '-z', '--index-info'], { stdin });
}

function isStateFile(path: string): boolean {
  const [folder = '', name, ...deeper] = path.split('/');
  if (name === undefined) return stateFiles.includes(folder);
  return stateFolders.includes(folder) && deeper.length === 0 && isPlainName(name);
}

const isPlainName = (name: string) => /^[\w.-]+$/.test(name);

/** Only plain files with plain names: git writes no others, and reads these in the jail. */
async function listStateFiles(dir: string): Promise<string[]> {
  const gitFolder = join(dir, '.git');
  const found: string[] = [];
  for (const entry of await readdir(gitFolder, { withFileTypes: true }))
    if (entry.isFile() && stateFiles.includes(entry.name)) found.push(entry.name);
    else if (entry.isDirectory() && stateFolders.includes(entry.name))
      for (const inner of await readdir(join(gitFolder, entry.name), { withFileTypes: true }))
        if (inner.isFile() && isPlainName(inner.name)) found.push(`${entry.name}/${inner.name}`);
  return found;
}

async function hashFiles({ run }: Scratch, paths: string[]): Promise<{ path: string; oid: string }[]> {
  if (paths.length === 0) return [];
  const stdin = paths.map((path) => `.git/${path}\n`).join('');
  const { stdout } = await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { stdin });
  const oids = stdout.toString('latin1').trim().split('\n');
  return paths.map((path, index) => ({ path, oid: oids[index]! }));
}

const namesCommits = /^(MERGE_HEAD|CHERRY_PICK_HEAD|REVERT_HEAD|REBASE_HEAD|ORIG_HEAD)$/;
const namesCommitsInFolder = /^rebase-(merge|apply)\/(orig-head|onto|stopped-sha|autostash)$/;

/** The commits that the state names, so that they are kept with it, and the branch a rebase began on. */
async function readNamed(scratch: Scratch, files: { path: string; oid: string }[]) {
  const read = async (file: { oid: string } | undefined) =>
    file ? (await scratch.run(['cat-file', 'blob', file.oid], { readOnly: true })).stdout.toString() : '';
  const commits = new Set<string>();
  for (const file of files)
    if (namesCommits.test(file.path) || namesCommitsInFolder.test(file.path))
      for (const name of (await read(file)).split(/\s+/)) {
        const isOid = /^[0-9a-f]{40,64}$/.test(name);
        const commit =
          isOid && (await scratch.tryOid(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]));
        if (commit) commits.add(commit);
      }
  const find = (name: string) =>
    files.find(({ path }) => /^rebase-(merge|apply)\//.test(path) && path.endsWith(`/${name}`));
  const ref = (await read(find('head-name'))).trim();
  const oid = (await read(find('orig-head'))).trim();
  const isBranch = ref.startsWith('refs/heads/') && commits.has(oid);
  return {
    commits: [...commits],
    branch: isBranch ? { name: ref.slice('refs/heads/'.length), oid, upstream: null } : null,
  };
}
