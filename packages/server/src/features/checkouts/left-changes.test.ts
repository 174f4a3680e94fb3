import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitEnvironment, plainGit } from '@notelab/git';
import { expect, onTestFinished, test } from 'vitest';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { listLeftChanges } from './left-changes.ts';
import { listRecoveryPoints } from './recovery-points.ts';

/** A repository, and how to make commits that look like recovery points in it. */
function arrange() {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-left-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const raw = (args: string[], input = '', env: Record<string, string> = {}) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: dir,
      input,
      env: { ...process.env, ...env },
    })
      .toString()
      .trim();
  raw(['init', '--quiet']);
  const tree = raw(['hash-object', '-w', '-t', 'tree', '--stdin']);
  const note = JSON.stringify({ branch: 'main', holdsChanges: true, leftOut: [] });
  const head = raw(['commit-tree', tree, '-m', 'first']);
  const index = raw(['commit-tree', tree, '-p', head, '-m', 'index']);
  const forge = (env: Record<string, string> = {}) =>
    raw(['commit-tree', tree, '-p', head, '-p', index, '-F', '-'], `Left\n\n${note}\n`, env);
  return { checkout: { dir } as AuthorizedCheckout, raw, forge };
}

const sessionsOf = (git: GitEnvironment) => ({ local: () => git }) as unknown as GitSessions;

test('however many refs somebody made, few processes look into them at a time', async () => {
  const { checkout, raw, forge } = arrange();
  const point = forge();
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
  expect(await listLeftChanges(sessionsOf(git), checkout)).toHaveLength(30);
  expect(most).toBeLessThan(6);
});

test('a made-up point of a year that no calendar has does not hide the others', async () => {
  const { checkout, raw, forge } = arrange();
  const [point, far] = [forge(), forge({ GIT_COMMITTER_DATE: '@99999999999999 +0000' })];
  for (const kind of ['left', 'recovery'])
    for (const [at, oid] of [point, far].entries())
      raw(['update-ref', `refs/notelab/${kind}/point${String(at).padStart(15, '0')}`, oid!]);
  expect(await listLeftChanges(sessionsOf(plainGit()), checkout)).toHaveLength(2);
  expect(await listRecoveryPoints(sessionsOf(plainGit()), checkout)).toHaveLength(2);
});
