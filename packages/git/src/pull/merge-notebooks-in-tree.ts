import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { encodePath } from '../repository/path-encoding.ts';
import { readBlob } from '../repository/read-blob.ts';
import type { MergeTreesResult } from './merge-trees.ts';
import type { MergeNotebook } from './settle-notebooks.ts';

interface ConflictedTree {
  /** what git made of the merge */
  tree: string;
  base: string;
  ours: string;
  theirs: string;
  conflicts: string[];
  mergeNotebook: MergeNotebook;
  signal?: AbortSignal | undefined;
}

const maxBytes = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Resolves what is in conflict only because nobody merged its cells; nothing but the object store is touched. */
export async function mergeNotebooksInTree(
  git: GitEnvironment,
  dir: string,
  { tree, base, ours, theirs, conflicts, mergeNotebook, signal }: ConflictedTree,
): Promise<MergeTreesResult> {
  const resolved: { path: string; text: string }[] = [];
  for (const path of conflicts.filter((one) => one.endsWith('.ipynb'))) {
    const read = (from: string) => readText(git, dir, from, path);
    const [before, head, other] = [await read(base), await read(ours), await read(theirs)];
    const canMerge = typeof head === 'string' && typeof other === 'string' && before !== undefined;
    const merged = canMerge ? mergeNotebook({ base: before, head, other }) : null;
    if (merged?.isWhole) resolved.push({ path, text: merged.text });
  }
  const files = conflicts.filter((path) => !resolved.some((one) => one.path === path));
  if (files.length > 0) return { kind: 'conflicts', files };
  return withOwnIndex(dir, async (indexFile) => {
    const options = { env: { GIT_INDEX_FILE: indexFile }, signal };
    await runGit(git, dir, ['read-tree', tree], options);
    for (const { path, text } of resolved) {
      const written = await runGit(git, dir, ['hash-object', '-w', '--stdin'], { stdin: text, signal });
      const oid = written.stdout.toString('latin1').trim();
      // The mode of the file as git merged it stays.
      const listed = await runGit(git, dir, ['ls-files', '--stage', '-z', '--', path], options);
      const mode = listed.stdout.subarray(0, 6).toString('latin1');
      const entry = Buffer.concat([Buffer.from(`${mode} ${oid} 0\t`), encodePath(path), Buffer.of(0)]);
      await runGit(git, dir, ['update-index', '-z', '--index-info'], { ...options, stdin: entry });
    }
    const { stdout } = await runGit(git, dir, ['write-tree'], options);
    return { kind: 'merged', tree: stdout.toString('latin1').trim() };
  });
}

/** Null where there is no such file, undefined where it is no text or too large to be read. */
async function readText(
  git: GitEnvironment,
  dir: string,
  tree: string,
  path: string,
): Promise<string | null | undefined> {
  const blob = await readBlob(git, dir, tree, path, { maxBytes });
  if (blob.kind === 'absent') return null;
  try {
    return blob.kind === 'bytes' ? utf8.decode(blob.bytes) : undefined;
  } catch {
    return undefined;
  }
}
