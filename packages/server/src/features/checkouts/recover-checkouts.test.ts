import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Projects } from '../projects/projects.ts';
import { type AtticNote, createAttic } from './attic.ts';
import { recoverCheckouts } from './recover-checkouts.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

const row = { id: 'c1', projectId: 'p1', repositoryId: 'r1', folderName: 'analytics' } as CheckoutRow;

/** A data folder as a killed server left it, and what the next start makes of it. */
function arrange() {
  const data = mkdtempSync(join(tmpdir(), 'notelab-recover-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const [root, staging, attic] = ['project', 'staging', 'attic'].map((name) => join(data, name));
  for (const folder of [root!, staging!, attic!]) mkdirSync(folder);
  const rows = [row];
  const store = {
    find: async () => rows[0] ?? null,
    listAll: async () => rows,
    listUnfinishedClones: async () => [],
    delete: async () => void rows.pop(),
  };
  return {
    place: join(root!, 'analytics'),
    aside: join(staging!, 'aside-c1', 'old'),
    attic: createAttic(attic!),
    inAttic: () => readdirSync(attic!).flatMap((name) => readdirSync(join(attic!, name, 'clones/old'))),
    isConnected: () => rows.length > 0,
    startAgain: () =>
      recoverCheckouts({
        store: store as unknown as CheckoutStore,
        projects: { filesOf: () => ({ root }) } as unknown as Projects,
        staging: staging!,
        attic: createAttic(attic!),
      }),
  };
}

function makeClone(dir: string, file: string): void {
  mkdirSync(join(dir, '.git'), { recursive: true });
  writeFileSync(join(dir, file), '');
}

test('a clone that was set aside goes back where nothing has taken its place', async () => {
  const { place, aside, startAgain } = arrange();
  makeClone(aside, 'old.txt');
  await startAgain();
  expect(existsSync(join(place, 'old.txt'))).toBe(true);
});

test('a clone that was set aside is kept when the new one is in its place already', async () => {
  const { place, aside, inAttic, startAgain } = arrange();
  makeClone(aside, 'old.txt');
  makeClone(place, 'new.txt');
  await startAgain();
  expect(existsSync(join(place, 'new.txt'))).toBe(true);
  expect(inAttic()).toContain('old.txt');
});

test('a disconnection is finished when the folder was kept already, and no other', async () => {
  const { aside, attic, inAttic, isConnected, startAgain } = arrange();
  await startAgain();
  expect(isConnected()).toBe(true);
  makeClone(aside, 'old.txt');
  const by = { name: 'Ada', email: 'ada@example.com' };
  await attic.keep(aside, row.id, { ...row, by, why: 'disconnect' } as AtticNote);
  await startAgain();
  expect(isConnected()).toBe(false);
  expect(inAttic()).toContain('old.txt');
});

test('what git of an old clone writes while it is at work says nothing about whose clone it is', async () => {
  const { aside, attic } = arrange();
  makeClone(aside, 'old.txt');
  const by = { name: 'Ada', email: 'ada@example.com' };
  await attic.keep(aside, row.id, { ...row, by, why: 'disconnect' } as AtticNote);
  const { folder } = (await attic.findDisconnected(row))!;
  const foreign = { ...row, projectId: 'p2' as typeof row.projectId };
  writeFileSync(join(folder, 'note.json'), JSON.stringify({ ...foreign, by, why: 'disconnect' }));
  expect(await attic.findDisconnected(foreign)).toBeNull();
  expect(await attic.findDisconnected(row)).toMatchObject({ projectId: 'p1' });
});
