import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stageFiles } from '../commits/stage-files.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { type GitResult, type RunGitOptions, runGit } from '../process/run-git.ts';

export interface ScratchOptions {
  env?: Record<string, string>;
  /** absolute; where the files are, when not in `dir` */
  workTree?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** git with index files of its own, so that the repository's stays as it is. */
export interface Scratch {
  run(args: string[], options?: RunGitOptions): Promise<GitResult>;
  /** What git says in one line: an object id. */
  oid(args: string[], options?: RunGitOptions): Promise<string>;
  /** Null when git cannot. */
  tryOid(args: string[]): Promise<string | null>;
  /** Works on a new index, which goes away afterwards. */
  withIndex<T>(work: (env: Record<string, string>) => Promise<T>): Promise<T>;
  /** A tree like `tree`, or like nothing, with these files as they are on disk. */
  treeWith(tree: string | null, paths: string[]): Promise<string>;
  /** A tree of these entries, as `update-index -z --index-info` reads them. */
  treeOf(entries: Buffer): Promise<string>;
  commit(tree: string, parents: string[], message: string): Promise<string>;
}

export function createScratch(git: GitEnvironment, dir: string, options: ScratchOptions): Scratch {
  const { signal, workTree } = options;
  const env = { ...options.env, ...(workTree !== undefined && { GIT_WORK_TREE: workTree }) };
  const run: Scratch['run'] = (args, more = {}) =>
    runGit(git, dir, args, { signal, timeoutMs: 600_000, ...more, env: { ...env, ...more.env } });
  const oid: Scratch['oid'] = async (args, more) => (await run(args, more)).stdout.toString('latin1').trim();
  const withIndex: Scratch['withIndex'] = async (work) => {
    // Absolute: git takes a relative one from where the files are.
    const indexFile = join(dir, `.git/notelab-scratch-${randomUUID()}`);
    try {
      return await work({ GIT_INDEX_FILE: indexFile });
    } finally {
      for (const name of [indexFile, `${indexFile}.lock`]) await rm(name, { force: true });
    }
  };
  return {
    run,
    oid,
    withIndex,
    async tryOid(args) {
      const { exitCode, stdout } = await run(args, { okExitCodes: [0, 1, 128] });
      return exitCode === 0 ? stdout.toString('latin1').trim() : null;
    },
    async treeWith(tree, paths) {
      if (tree && paths.length === 0) return tree;
      return withIndex(async (own) => {
        await run(['read-tree', ...(tree ? [tree] : ['--empty'])], { env: own });
        await stageFiles(git, dir, paths, { env: { ...env, ...own }, signal, workTree });
        return oid(['write-tree'], { env: own });
      });
    },
    treeOf: (entries) =>
      withIndex(async (own) => {
        await run(['read-tree', '--empty'], { env: own });
        await run(['update-index', '-z', '--index-info'], { env: own, stdin: entries });
        return oid(['write-tree'], { env: own });
      }),
    commit: (tree, parents, message) =>
      oid(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'], {
        stdin: message,
      }),
  };
}
