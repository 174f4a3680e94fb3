import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { GitEnvironment } from '../process/git-environment.ts';
import { type Copies, copyAtEachStep } from '../testing/each-step.ts';
import { putFolderState, readFolderState } from '../testing/folder-state.ts';
import {
  ada,
  commitAll,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { abortOngoing } from './abort-ongoing.ts';
import { finishOngoing } from './finish-ongoing.ts';
import { pullBranch } from './pull-branch.ts';
import { mayBeOngoing, readOngoing } from './read-ongoing.ts';

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

/** Every so many steps and the last one, as all of them would take minutes. */
const stride = 9;

function* someOf(copies: Copies): Generator<string> {
  let step = 0;
  for (const copy of copies) {
    if (step % stride === 0 || step === copies.length - 1) yield copy;
    step += 1;
  }
}

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

    for (const dir of someOf(await copyAtEachStep(testGit, here, (git) => pull(git, here)))) {
      const ongoing = await readOngoing(testGit, dir);
      if (ongoing) {
        expect(await abortOngoing(testGit, dir, keepAs())).toEqual({ kind: 'aborted' });
        expect(everything(dir)).toEqual(before);
        expect(await mayBeOngoing(dir)).toBe(false);
      } else if (raw(dir, 'rev-parse', 'HEAD') === before.head) expect(everything(dir)).toEqual(before);
      else expect(raw(dir, 'status', '--short')).toBe(before.status);
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

  const aborted = `${here}-aborted`;
  putFolderState(aborted, readFolderState(here));
  const abort = (git: GitEnvironment, dir: string) => abortOngoing(git, dir, keepAs());
  for (const dir of someOf(await copyAtEachStep(testGit, aborted, (git) => abort(git, aborted)))) {
    if (await mayBeOngoing(dir)) expect(await abort(testGit, dir)).toEqual({ kind: 'aborted' });
    expect(everything(dir)).toEqual(before);
  }

  write(here, 'a.txt', 'agreed\n');
  raw(here, 'add', 'a.txt');
  const finish = (git: GitEnvironment, dir: string) => finishOngoing(git, dir, finishing);
  for (const dir of someOf(await copyAtEachStep(testGit, here, (git) => finish(git, here)))) {
    if (await mayBeOngoing(dir)) expect(await finish(testGit, dir)).toMatchObject({ kind: 'pulled' });
    expect(raw(dir, 'show', 'HEAD:a.txt')).toBe('agreed');
    expect(raw(dir, 'status', '--short').split('\n')).toEqual(['M c.txt', '?? new.txt']);
  }
});
