import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noCommit } from './refs.ts';
import { gitText, runGit } from './run-git.ts';

export interface Person {
  name: string;
  email: string;
}

export interface CommitInput {
  branch: string;
  /** The commit to build on; null begins a history. */
  parent: string | null;
  /** Where the branch must stand for the update to go through; null when it must not exist. */
  expectedBranchSha: string | null;
  message: string;
  author: Person;
  committer: Person;
  atMs: number;
}

export interface IndexChange {
  path: string;
  /** Null removes the path. */
  entry: { mode: string; sha: string } | null;
}

export async function writeBlob(dir: string, content: Buffer): Promise<string> {
  return (await gitText(dir, ['hash-object', '-w', '--stdin'], { input: content })).trim();
}

/** Commits changed paths onto a branch without a work tree; null when the branch moved meanwhile. */
export async function writeCommit(
  dir: string,
  input: CommitInput,
  changes: IndexChange[],
): Promise<string | null> {
  const index = join(tmpdir(), `gitlab-sandbox-index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await gitText(dir, ['read-tree', ...(input.parent ? [input.parent] : ['--empty'])], { env });
    const lines = changes.map(({ path, entry }) =>
      entry ? `${entry.mode} ${entry.sha}\t${path}` : `0 ${noCommit}\t${path}`,
    );
    const indexInfo = lines.map((line) => `${line}\0`).join('');
    await gitText(dir, ['update-index', '-z', '--index-info'], { env, input: indexInfo });
    const tree = (await gitText(dir, ['write-tree'], { env })).trim();
    const date = `@${Math.floor(input.atMs / 1000)} +0000`;
    const sha = await gitText(dir, ['commit-tree', tree, ...(input.parent ? ['-p', input.parent] : [])], {
      input: input.message,
      env: {
        GIT_AUTHOR_NAME: input.author.name,
        GIT_AUTHOR_EMAIL: input.author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: input.committer.name,
        GIT_COMMITTER_EMAIL: input.committer.email,
        GIT_COMMITTER_DATE: date,
      },
    });
    const expected = input.expectedBranchSha ?? noCommit;
    const update = await runGit(dir, ['update-ref', `refs/heads/${input.branch}`, sha.trim(), expected]);
    return update.exitCode === 0 ? sha.trim() : null;
  } finally {
    rmSync(index, { force: true });
  }
}
