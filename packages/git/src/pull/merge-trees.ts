import type { GitEnvironment } from '../process/git-environment.ts';
import { toIdentityVariables } from '../process/identity-variables.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { mergeNotebooksInTree } from './merge-notebooks-in-tree.ts';
import { withOwnMerging } from './merge-programs.ts';
import type { MergeNotebook } from './settle-notebooks.ts';

export type MergeTreesResult = { kind: 'merged'; tree: string } | { kind: 'conflicts'; files: string[] };

/**
 * Three-way merge of trees, in the object store alone: neither files nor index nor refs are touched. Renames are
 * followed, renames of whole folders are not: a new file stays in the folder it was written to.
 * @param trees.mergeNotebook merges notebooks that both sides changed; without it their lines are merged as of any text
 */
export async function mergeTrees(
  git: GitEnvironment,
  dir: string,
  trees: {
    base: string;
    ours: string;
    theirs: string;
    mergeNotebook?: MergeNotebook | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<MergeTreesResult> {
  const { base, ours, theirs, mergeNotebook, signal } = trees;
  if (ours === base || ours === theirs) return { kind: 'merged', tree: theirs };
  if (theirs === base) return { kind: 'merged', tree: ours };
  // Git 2.39 finds the base by itself only, so the trees get commits that have the one we mean.
  const commit = async (tree: string, parents: string[] = []) => {
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
    const { stdout } = await runGit(git, dir, args, { env: nobody, stdin: 'merge', signal });
    return stdout.toString('latin1').trim();
  };
  const root = await commit(base);
  const sides = [await commit(ours, [root]), await commit(theirs, [root])];
  const merging = mergeNotebook ? await withOwnMerging(git, dir, null) : git;
  const { exitCode, stdout } = await runGit(
    { ...merging, config: [...merging.config, ['merge.directoryRenames', 'false']] },
    dir,
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ...sides],
    { okExitCodes: [0, 1], signal, timeoutMs: 600_000 },
  );
  const [tree = '', ...files] = splitNull(stdout);
  if (exitCode === 0) return { kind: 'merged', tree };
  const conflicts = [...new Set(files)].filter((path) => path !== '');
  if (!mergeNotebook) return { kind: 'conflicts', files: conflicts };
  return mergeNotebooksInTree(git, dir, { tree, base, ours, theirs, conflicts, mergeNotebook, signal });
}

const notelab = { name: 'Notelab', email: 'notelab@localhost' };
const nobody = toIdentityVariables(notelab, notelab);
