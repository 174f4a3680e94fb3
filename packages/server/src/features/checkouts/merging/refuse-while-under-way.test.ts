import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainGit } from '@notelab/git';
import { expect, onTestFinished, test } from 'vitest';
import { refuseWhileUnderWay } from './refuse-while-under-way.ts';

test('a made-up sign of a pull, which nobody could finish or abort, stops nothing; a merge does', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-under-way-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const raw = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: dir });
  raw('init', '--quiet');
  raw('commit', '--quiet', '--allow-empty', '-m', 'first');
  raw('update-ref', 'refs/notelab/pull', 'HEAD');
  await refuseWhileUnderWay('pull', plainGit(), dir);
  raw('update-ref', '-d', 'refs/notelab/pull');
  mkdirSync(join(dir, '.git/refs/notelab/pull'), { recursive: true });
  await refuseWhileUnderWay('pull', plainGit(), dir);
  writeFileSync(join(dir, '.git/MERGE_HEAD'), raw('rev-parse', 'HEAD'));
  await expect(refuseWhileUnderWay('pull', plainGit(), dir)).rejects.toMatchObject({
    problem: { code: 'merge-in-progress' },
  });
});
