import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitEnvironment, plainGit } from '@notelab/git';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inspectChanges } from './inspect-changes.ts';
import { findSecrets } from './secret-rules.ts';

vi.mock('./secret-rules.ts', { spy: true });

type Change = Parameters<typeof inspectChanges>[2][number];

function makeFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-inspect-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('a large file is searched in parts, between which others are served', async () => {
  const dir = makeFolder();
  const secret = ['glpat', '-', 'aB3dE5fG7hJ9kL1mN3pQ'].join('');
  writeFileSync(join(dir, 'notes.txt'), `${'token\n'.repeat(100_000)}${secret}\n`);
  const change = { path: 'notes.txt', kind: 'untracked' } as Change;
  const { secrets } = await inspectChanges(plainGit(), dir, [change]);
  expect(secrets).toMatchObject([{ path: 'notes.txt', line: 100_001, looksLike: 'a GitLab token' }]);
  const lengths = vi.mocked(findSecrets).mock.calls.map(([part]) => part.length);
  expect(Math.max(...lengths)).toBeLessThan(100_000);
});

test('large notebooks are in memory one at a time', async () => {
  const dir = makeFolder();
  const raw = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: dir });
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.ipynb`);
  raw('init', '--quiet');
  const notebook = (outputs: string) =>
    `{"cells": [{"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [${outputs}], "source": ""}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`;
  for (const name of names) writeFileSync(join(dir, name), notebook(''));
  raw('add', '.');
  raw('commit', '--quiet', '-m', 'first');
  const large = `{"output_type": "stream", "name": "stdout", "text": "${'x'.repeat(1024 * 1024)}"}`;
  for (const name of names) writeFileSync(join(dir, name), notebook(large));

  let running = 0;
  let most = 0;
  const plain = plainGit();
  const git: GitEnvironment = {
    ...plain,
    spawn(command) {
      most = Math.max(most, ++running);
      const child = plain.spawn(command);
      child.once('close', () => running--);
      return child;
    },
  };
  const changes = names.map((path) => ({ path, kind: 'modified' }) as Change);
  const { notebooks } = await inspectChanges(git, dir, changes);
  expect(notebooks.map(({ path, onlyOutputs }) => [path, onlyOutputs])).toEqual(
    names.map((path) => [path, true]),
  );
  expect(most).toBe(1);
});
