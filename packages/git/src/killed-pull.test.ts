import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { abortOngoing } from './abort-ongoing.ts';
import { finishOngoing } from './finish-ongoing.ts';
import type { GitEnvironment } from './git-environment.ts';
import { pullBranch } from './pull-branch.ts';
import { mayBeOngoing, readOngoing } from './read-ongoing.ts';
import { ada, commitAll, makeRemoteWithClones, raw, testGit, write } from './testing/temporary-repository.ts';

/** Git until the server is killed: afterwards nothing is started any more, no cleaning up either. */
function gitUntilStep(steps: number): GitEnvironment {
  let started = 0;
  return {
    ...testGit,
    spawn(command) {
      if (++started > steps) throw new Error('killed');
      return testGit.spawn(command);
    },
  };
}

let points = 0;
const keepAs = () => ({ id: `k${++points}`, reason: 'Before', by: ada });
const finishing = { as: ada, mergeNotebook: () => null };

const everything = (dir: string) => ({
  head: raw(dir, 'rev-parse', 'HEAD'),
  branch: raw(dir, 'branch', '--show-current'),
  status: raw(dir, 'status', '--short'),
  files: raw(dir, 'ls-files', '-co')
    .split('\n')
    .map((path) => [path, existsSync(join(dir, path)) && readFileSync(join(dir, path), 'utf8')]),
});

/** Every so many steps, as all of them would take minutes. */
const stride = 19;

test.each([
  ['merge', 'a pull that goes through', { 'b.txt': 'theirs\n' }],
  ['rebase', 'a pull with conflicts', { 'a.txt': 'theirs\n' }],
  ['merge', 'a pull whose local changes do not fit', { 'c.txt': 'theirs\n' }],
] as const)(
  'killed after any step of %s, %s: nothing is lost, and there is a way back',
  async (way, _, theirs) => {
    const { here, there } = makeRemoteWithClones({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
    commitAll(there, theirs);
    raw(there, 'push', '-q');
    commitAll(here, { 'a.txt': 'mine\n' });
    write(here, 'c.txt', 'unfinished\n');
    write(here, 'new.txt', 'new\n');
    raw(here, 'fetch', '-q');
    const before = everything(here);
    const pull = (git: GitEnvironment, dir: string) =>
      pullBranch(git, dir, { branch: 'main', upstream: 'main', way, message: 'Merge', keepAs, ...finishing });

    for (let steps = 1, whole = false; !whole; steps += stride) {
      const dir = `${here}-${steps}`;
      cpSync(here, dir, { recursive: true });
      const result = await pull(gitUntilStep(steps), dir).catch(() => null);
      whole = result !== null;
      const ongoing = await readOngoing(testGit, dir);
      if (ongoing) {
        expect(await abortOngoing(testGit, dir, keepAs())).toEqual({ kind: 'aborted' });
        expect(everything(dir)).toEqual(before);
        expect(await mayBeOngoing(dir)).toBe(false);
      } else if (raw(dir, 'rev-parse', 'HEAD') === before.head) expect(everything(dir)).toEqual(before);
      else expect(raw(dir, 'status', '--short')).toBe(before.status);
      rmSync(dir, { recursive: true });
    }
  },
);

test('killed after any step of an abort or a finish, the same again takes it to its end', async () => {
  const { here, there } = makeRemoteWithClones({ 'a.txt': 'a\n', 'c.txt': 'c\n' });
  commitAll(there, { 'a.txt': 'theirs\n' });
  raw(there, 'push', '-q');
  commitAll(here, { 'a.txt': 'mine\n' });
  write(here, 'c.txt', 'unfinished\n');
  write(here, 'new.txt', 'new\n');
  raw(here, 'fetch', '-q');
  const before = everything(here);
  const options = {
    branch: 'main',
    upstream: 'main',
    way: 'merge',
    message: 'Merge',
    keepAs,
    ...finishing,
  } as const;
  expect(await pullBranch(testGit, here, options)).toMatchObject({ kind: 'conflicts' });

  for (let steps = 1, whole = false; !whole; steps += stride) {
    const dir = `${here}-abort-${steps}`;
    cpSync(here, dir, { recursive: true });
    const abort = (git: GitEnvironment) => abortOngoing(git, dir, keepAs());
    whole = (await abort(gitUntilStep(steps)).catch(() => null)) !== null;
    if (await mayBeOngoing(dir)) expect(await abort(testGit)).toEqual({ kind: 'aborted' });
    expect(everything(dir)).toEqual(before);
    rmSync(dir, { recursive: true });
  }

  write(here, 'a.txt', 'agreed\n');
  raw(here, 'add', 'a.txt');
  for (let steps = 1, whole = false; !whole; steps += stride) {
    const dir = `${here}-finish-${steps}`;
    cpSync(here, dir, { recursive: true });
    const finish = (git: GitEnvironment) => finishOngoing(git, dir, finishing);
    whole = (await finish(gitUntilStep(steps)).catch(() => null)) !== null;
    if (await mayBeOngoing(dir)) expect(await finish(testGit)).toMatchObject({ kind: 'pulled' });
    expect(raw(dir, 'show', 'HEAD:a.txt')).toBe('agreed');
    expect(raw(dir, 'status', '--short').split('\n')).toEqual(['M c.txt', '?? new.txt']);
    rmSync(dir, { recursive: true });
  }
});
