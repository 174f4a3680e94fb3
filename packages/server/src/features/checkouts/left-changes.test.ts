import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitEnvironment, plainGit } from '@notelab/git';
import { expect, onTestFinished, test } from 'vitest';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { listLeftChanges } from './left-changes.ts';

test('however many refs somebody made, few processes look into them at a time', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-left-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const raw = (args: string[], input = '') =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: dir,
      input,
    })
      .toString()
      .trim();
  raw(['init', '--quiet']);
  const tree = raw(['hash-object', '-w', '-t', 'tree', '--stdin']);
  const note = JSON.stringify({ branch: 'main', holdsChanges: true, leftOut: [] });
  const head = raw(['commit-tree', tree, '-m', 'first']);
  const index = raw(['commit-tree', tree, '-p', head, '-m', 'index']);
  const point = raw(['commit-tree', tree, '-p', head, '-p', index, '-F', '-'], `Left\n\n${note}\n`);
  const ids = Array.from({ length: 30 }, (_, at) => `left${String(at).padStart(16, '0')}`);
  raw(['update-ref', '--stdin'], ids.map((id) => `create refs/notelab/left/${id} ${point}\n`).join(''));

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
  const sessions = { local: () => git } as unknown as GitSessions;
  expect(await listLeftChanges(sessions, { dir } as AuthorizedCheckout)).toHaveLength(30);
  expect(most).toBeLessThan(6);
});
