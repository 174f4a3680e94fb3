import type { GitEnvironment } from './git-environment.ts';
import { toIdentityVariables } from './identity-variables.ts';
import { splitNull } from './null-separated.ts';
import { runGit } from './run-git.ts';

export type MergeTreesResult = { kind: 'merged'; tree: string } | { kind: 'conflicts'; files: string[] };

/**
 * Three-way merge of trees, in the object store alone: neither files nor index nor refs are touched. Renames are
 * followed, renames of whole folders are not: a new file stays in the folder it was written to.
 */
export async function mergeTrees(
  git: GitEnvironment,
  dir: string,
  trees: { base: string; ours: string; theirs: string; signal?: AbortSignal | undefined },
): Promise<MergeTreesResult> {
  const { base, ours, theirs, signal } = trees;
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
  const { exitCode, stdout } = await runGit(
    { ...git, config: [...git.config, ['merge.directoryRenames', 'false']] },
    dir,
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ...sides],
    { okExitCodes: [0, 1], signal, timeoutMs: 600_000 },
  );
  const [tree = '', ...files] = splitNull(stdout);
  if (exitCode === 0) return { kind: 'merged', tree };
  return { kind: 'conflicts', files: [...new Set(files)].filter((path) => path !== '') };
}

const notelab = { name: 'Notelab', email: 'notelab@localhost' };
const nobody = toIdentityVariables(notelab, notelab);
