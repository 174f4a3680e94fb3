import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { GitEnvironment } from './git-environment.ts';
import { giveBackLeft, listLeftChanges } from './left-changes.ts';
import { moveWithChanges } from './move-with-changes.ts';
import { listRecoveryPoints, type RecoveryPoint } from './recovery-points.ts';
import { switchBranch } from './switch-branch.ts';
import {
  ada,
  commitAll,
  makeFolder,
  makeRepository,
  raw,
  testGit,
  write,
} from './testing/temporary-repository.ts';

const text = (first: string, last: string) => `${first}\n2\n3\n4\n5\n6\n${last}\n`;

/** Git that starts `most` processes and then none any more, as when the server is killed. */
function dyingGit(most: number): { git: GitEnvironment; started: string[] } {
  const started: string[] = [];
  const spawn: GitEnvironment['spawn'] = (command) => {
    if (started.length >= most) throw new Error('killed');
    started.push(command.args[0]!);
    return testGit.spawn(command);
  };
  return { git: { ...testGit, spawn }, started };
}

/** What changes refs, index or files; all others read, or write objects that nothing names yet. */
const changing = ['update-ref', 'read-tree', 'switch'];

const showAt = (dir: string, revision: string) => {
  try {
    return raw(dir, 'show', revision);
  } catch {
    return '';
  }
};
const holds = (dir: string, { oid }: RecoveryPoint) =>
  showAt(dir, `${oid}:a.txt`).startsWith('mine') && showAt(dir, `${oid}^3:new.txt`) === 'mine';
const isOnDisk = (dir: string) =>
  existsSync(join(dir, 'new.txt')) &&
  readFileSync(join(dir, 'new.txt'), 'utf8') === 'mine\n' &&
  readFileSync(join(dir, 'a.txt'), 'utf8').startsWith('mine\n');

test('killed at any step of leaving, bringing along or giving back, the changes are on disk or in a point', async () => {
  const template = makeRepository({ 'a.txt': text('1', '7') });
  raw(template, 'switch', '-qc', 'other');
  commitAll(template, { 'a.txt': text('1', 'other') });
  raw(template, 'switch', '-q', 'main');
  write(template, 'a.txt', text('mine', '7'));
  write(template, 'new.txt', 'mine\n');
  const to = raw(template, 'rev-parse', 'other');
  const folder = makeFolder();

  const run = async (dir: string, most: number) => {
    cpSync(template, dir, { recursive: true });
    const { git, started } = dyingGit(most);
    await moveWithChanges(git, dir, {
      id: 'p1',
      reason: 'Before switching',
      by: ada,
      choice: 'bring',
      to,
      go: () => switchBranch(git, dir, 'other'),
      moved: ({ kind }) => kind === 'switched',
    }).catch(() => null);
    return started;
  };

  const steps = await run(join(folder, 'whole'), Number.POSITIVE_INFINITY);
  const kills = steps.flatMap((command, index) => (changing.includes(command) ? [index, index + 1] : []));
  expect(kills.length).toBeGreaterThan(10);
  for (const most of new Set(kills)) {
    const dir = join(folder, `at-${most}`);
    await run(dir, most);
    const points = [...(await listRecoveryPoints(testGit, dir)), ...(await listLeftChanges(testGit, dir))];
    expect(isOnDisk(dir) || points.some((point) => holds(dir, point)), `killed after ${most}`).toBe(true);

    // Whatever was left by then comes back.
    const left = await listLeftChanges(testGit, dir);
    if (left.length === 0 || isOnDisk(dir)) continue;
    await giveBackLeft(testGit, dir, left);
    expect(isOnDisk(dir), `given back after ${most}`).toBe(true);
  }
});
