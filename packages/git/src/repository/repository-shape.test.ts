import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { GitEnvironment } from '../process/git-environment.ts';
import { readStatus } from '../status/read-status.ts';
import { makeFolder, makeRepository, raw, testGit, write } from '../testing/temporary-repository.ts';
import { inspectRepositoryShape } from './repository-shape.ts';

test('a plain repository, packed or not, is fine', async () => {
  const dir = makeRepository();
  expect(await inspectRepositoryShape(dir)).toEqual({ kind: 'repository' });
  raw(dir, 'gc', '--quiet');
  expect(await inspectRepositoryShape(dir)).toEqual({ kind: 'repository' });
});

test('a folder without .git is none', async () => {
  expect(await inspectRepositoryShape(makeFolder())).toEqual({ kind: 'none' });
});

type Arrange = (dir: string, other: string) => void;
const cases: [string, Arrange][] = [
  [
    'the folder is a link to another project',
    (dir, other) => {
      rmSync(dir, { recursive: true });
      symlinkSync(other, dir);
    },
  ],
  [
    '.git is a link to another project',
    (dir, other) => {
      rmSync(join(dir, '.git'), { recursive: true });
      symlinkSync(join(other, '.git'), join(dir, '.git'));
    },
  ],
  [
    '.git is a file that names another project',
    (dir, other) => {
      rmSync(join(dir, '.git'), { recursive: true });
      write(dir, '.git', `gitdir: ${join(other, '.git')}\n`);
    },
  ],
  [
    'objects is a link to another project',
    (dir, other) => {
      rmSync(join(dir, '.git/objects'), { recursive: true });
      symlinkSync(join(other, '.git/objects'), join(dir, '.git/objects'));
    },
  ],
  [
    'a folder of objects is a link',
    (dir, other) => {
      rmSync(join(dir, '.git/objects/pack'), { recursive: true });
      symlinkSync(join(other, '.git/objects/pack'), join(dir, '.git/objects/pack'));
    },
  ],
  [
    'objects are borrowed',
    (dir, other) => write(dir, '.git/objects/info/alternates', `${other}/.git/objects\n`),
  ],
  ['the common folder is elsewhere', (dir, other) => write(dir, '.git/commondir', `${other}/.git\n`)],
  [
    'the config is a link',
    (dir, other) => {
      rmSync(join(dir, '.git/config'));
      symlinkSync(join(other, '.git/config'), join(dir, '.git/config'));
    },
  ],
  [
    'HEAD is a named pipe',
    (dir) => {
      rmSync(join(dir, '.git/HEAD'));
      execFileSync('mkfifo', [join(dir, '.git/HEAD')]);
    },
  ],
  [
    'branches are a link',
    (dir, other) => {
      rmSync(join(dir, '.git/refs/heads'), { recursive: true });
      symlinkSync(join(other, '.git/refs/heads'), join(dir, '.git/refs/heads'));
    },
  ],
];

test.each(cases)('%s: refused, and git is not started', async (_, arrange) => {
  const other = makeRepository({ 'secret.txt': 'x' });
  const dir = makeRepository();
  arrange(dir, other);
  expect((await inspectRepositoryShape(dir)).kind).toBe('unsafe');
  await expect(readStatus(testGit, dir)).rejects.toMatchObject({ code: 'unsafe-repository' });
});

test('a bare repository committed inside the tree is files like any other', async () => {
  const dir = makeRepository();
  const evil = makeRepository();
  const marker = join(makeFolder(), 'ran');
  raw(evil, 'config', 'core.fsmonitor', `touch ${marker}; false`);
  cpSync(join(evil, '.git'), join(dir, 'data'), { recursive: true });
  write(
    dir,
    'data/config',
    `[core]\n\tbare = true\n\tfsmonitor = "touch ${marker}; false"\n\trepositoryformatversion = 0\n`,
  );
  const status = await readStatus(testGit, dir);
  expect(status.counts.untracked).toBeGreaterThan(5);
  // and where somebody makes that folder the place of work, git refuses to take it for a repository
  await expect(readStatus(testGit, join(dir, 'data'))).rejects.toMatchObject({ code: 'unsafe-repository' });
  expect(existsSync(marker)).toBe(false);
});

test('core.worktree in the config does not send git elsewhere', async () => {
  const dir = makeRepository({ 'a.txt': 'one\n' });
  const elsewhere = makeFolder();
  write(elsewhere, 'mine.txt', 'mine');
  raw(dir, 'config', 'core.worktree', elsewhere);
  const status = await readStatus(testGit, dir);
  expect(status.entries).toEqual([]);
});

test('a repository of another user is worked on, because its folder is named as safe', async () => {
  const dir = makeRepository();
  const env = { ...testGit.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  expect((await readStatus({ ...testGit, env }, dir)).head.kind).toBe('branch');
  const elsewhere: GitEnvironment = { ...testGit, env, config: [['safe.directory', '']] };
  await expect(readStatus(elsewhere, dir)).rejects.toMatchObject({ code: 'unsafe-repository' });
});
