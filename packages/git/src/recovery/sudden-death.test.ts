import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moveWithChanges } from '../branches/move-with-changes.ts';
import { switchBranch } from '../branches/switch-branch.ts';
import { commitFiles } from '../commits/commit-files.ts';
import { moveCommits } from '../commits/move-commits.ts';
import { undoLastCommit } from '../commits/undo-commit.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { pullBranch } from '../pull/pull-branch.ts';
import { removeStaleLocks } from '../repository/remove-stale-locks.ts';
import { readHunks } from '../status/read-hunks.ts';
import { readStatus } from '../status/read-status.ts';
import { copyAtEachStep } from '../testing/each-step.ts';
import {
  ada,
  commitAll,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { discardChanges } from './discard-changes.ts';
import { discardHunks } from './discard-hunks.ts';
import { listRecoveryPoints, takeRecoveryPoint } from './recovery-points.ts';
import { restoreRecoveryPoint } from './restore-recovery-point.ts';

const keepAs = { id: 'before', reason: 'Before', by: ada };
/** Texts that somebody wrote, in a commit, in the index, in tracked and in new files. */
const work = ['an unpushed commit', 'a staged change', 'a change', 'a new file', 'work on another branch'];

/** A clone with a commit to push, one to pull on another branch, changes of every kind, and an earlier state. */
function arrange(): string {
  const { here, there } = makeRemoteWithClones({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
  raw(there, 'switch', '--quiet', '--create', 'ahead');
  commitAll(there, { 'more.txt': 'from elsewhere\n' });
  raw(there, 'push', '--quiet', 'origin', 'ahead');
  raw(here, 'fetch', '--quiet');
  raw(here, 'branch', '--quiet', '--track', 'ahead', 'origin/ahead');
  raw(here, 'branch', '--quiet', '--force', 'ahead', 'origin/main');
  raw(here, 'switch', '--quiet', '--create', 'other');
  commitAll(here, { 'other.txt': 'work on another branch\n' });
  raw(here, 'switch', '--quiet', 'main');
  commitAll(here, { 'committed.txt': 'an unpushed commit\n' });
  write(here, 'a.txt', 'a staged change\n');
  raw(here, 'add', 'a.txt');
  write(here, 'b.txt', 'a change\n');
  write(here, 'new.txt', 'a new file\n');
  return here;
}

/** Everything that files, commits and recovery points hold. */
function contentOf(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && !entry.parentPath.includes('.git')
      ? [readFileSync(join(entry.parentPath, entry.name), 'utf8')]
      : [],
  );
  const named = raw(dir, 'rev-list', '--objects', '--all', 'HEAD').replace(/ .*$/gm, '');
  const objects = execFileSync('git', ['cat-file', '--batch'], {
    cwd: dir,
    input: `${named}\n`,
    encoding: 'latin1',
  });
  return files.join('\n') + objects;
}

/** What the next start of a server finds. */
async function expectNothingLost(dir: string): Promise<void> {
  await removeStaleLocks(dir, { minAgeMs: 0 });
  expect(
    readdirSync(join(dir, '.git'), { recursive: true }).filter((name) => `${name}`.endsWith('.lock')),
  ).toEqual([]);
  await readStatus(testGit, dir);
  const content = contentOf(dir);
  expect(work.filter((text) => !content.includes(text))).toEqual([]);
}

const paths = ['a.txt', 'b.txt', 'new.txt'];
const hunksOf = async (dir: string, path: string) =>
  (await readHunks(testGit, dir, { path }))!.map(({ id }) => id);
type Act = (git: GitEnvironment, dir: string) => Promise<unknown>;
const pull = (git: GitEnvironment, dir: string, way: 'merge' | 'rebase') =>
  pullBranch(git, dir, {
    branch: 'main',
    upstream: 'ahead',
    way,
    message: 'Merge',
    keepAs: () => keepAs,
    as: ada,
    mergeNotebook: () => null,
  });
const actions: Record<string, Act> = {
  commits: (git, dir) => commitFiles(git, dir, { paths, message: 'All of it', author: ada }),
  'commits parts of a file': async (git, dir) => {
    const parts = [{ path: 'b.txt', hunks: await hunksOf(dir, 'b.txt') }];
    return commitFiles(git, dir, { paths: ['new.txt'], parts, message: 'Some of it', author: ada });
  },
  'amends a commit': (git, dir) =>
    commitFiles(git, dir, { paths, message: 'All of it', author: ada, amend: keepAs }),
  'moves commits to a new branch': (git, dir) => moveCommits(git, dir, { ...keepAs, to: 'new' }),
  'discards parts of a file': async (git, dir) =>
    discardHunks(git, dir, { ...keepAs, path: 'b.txt', hunks: await hunksOf(dir, 'b.txt') }),
  discards: (git, dir) => discardChanges(git, dir, { ...keepAs, paths }),
  restores: async (git, dir) => {
    const [earlier] = await listRecoveryPoints(testGit, dir);
    return restoreRecoveryPoint(git, dir, earlier!, keepAs);
  },
  'undoes a commit': async (git, dir) =>
    undoLastCommit(git, dir, { ...keepAs, expected: raw(dir, 'rev-parse', 'HEAD') }),
  'switches and leaves changes': (git, dir) => {
    const go = () => switchBranch(git, dir, 'other');
    const moved = ({ kind }: Awaited<ReturnType<typeof go>>) => kind === 'switched';
    return moveWithChanges(git, dir, { ...keepAs, choice: 'leave', to: 'other', go, moved });
  },
  'switches and brings changes along': (git, dir) => {
    const go = () => switchBranch(git, dir, 'other');
    const moved = ({ kind }: Awaited<ReturnType<typeof go>>) => kind === 'switched';
    return moveWithChanges(git, dir, { ...keepAs, choice: 'bring', to: 'other', go, moved });
  },
  'pulls with a merge': (git, dir) => pull(git, dir, 'merge'),
  'pulls with a rebase': (git, dir) => pull(git, dir, 'rebase'),
};

test.each(Object.entries(actions))('who dies at any step while somebody %s loses no work', async (_, act) => {
  const dir = arrange();
  await takeRecoveryPoint(testGit, dir, { ...keepAs, id: 'earlier' });
  write(dir, 'b.txt', 'a change, and later another\n');
  const copies = await copyAtEachStep(testGit, dir, (git) => act(git, dir));
  expect(copies.length).toBeGreaterThan(3);
  for (const copy of copies) await expectNothingLost(copy);
});

/** A git that cannot write more than a little to any one file, as on a disk that has become full. */
const onFullDisk: GitEnvironment = {
  ...testGit,
  spawn: ({ args, cwd, env }) =>
    spawn('sh', ['-c', 'trap "" XFSZ; ulimit -f 16; exec git "$@"', 'git', ...args], {
      cwd,
      env,
      detached: true,
      stdio: 'pipe',
    }),
};

const writing = ['commits', 'discards', 'restores', 'switches and leaves changes', 'pulls with a merge'];
test.each(writing)('a disk that is full when somebody %s loses no work', async (what) => {
  const dir = arrange();
  await takeRecoveryPoint(testGit, dir, { ...keepAs, id: 'earlier' });
  write(dir, 'b.txt', `a change\n${randomBytes(40_000).toString('hex')}`);
  await expect(actions[what]!(onFullDisk, dir)).rejects.toThrow(GitError);
  await expectNothingLost(dir);
  expect(readFileSync(join(dir, 'b.txt'), 'utf8')).toContain('a change');
});
