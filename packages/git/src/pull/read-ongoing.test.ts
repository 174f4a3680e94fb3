import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository, raw, testGit } from '../testing/temporary-repository.ts';
import { mayBeOngoing, readOngoing } from './read-ongoing.ts';

test('named pipes and endless files in .git are not waited for', async () => {
  const dir = makeRepository();
  execFileSync('mkfifo', [join(dir, '.git/packed-refs')]);
  expect(await mayBeOngoing(dir)).toBe(false);
  execFileSync('rm', [join(dir, '.git/packed-refs')]);
  symlinkSync('/dev/zero', join(dir, '.git/packed-refs'));
  expect(await mayBeOngoing(dir)).toBe(false);
  execFileSync('rm', [join(dir, '.git/packed-refs')]);
  mkdirSync(join(dir, '.git/rebase-merge'));
  execFileSync('mkfifo', [join(dir, '.git/rebase-merge/msgnum')]);
  symlinkSync('/dev/zero', join(dir, '.git/rebase-merge/end'));
  raw(dir, 'update-ref', 'REBASE_HEAD', 'HEAD');
  expect(await readOngoing(testGit, dir)).toMatchObject({ kind: 'rebase', step: null });
});
