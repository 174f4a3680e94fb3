import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ada, commitAll, makeRepository, raw, testGit, write } from '../testing/temporary-repository.ts';
import { deleteRecoveryPoint, listRecoveryPoints, takeRecoveryPoint } from './recovery-points.ts';
import { readRecoverySpace, removeOldRecoveryPoints } from './recovery-space.ts';

const limits = { longestMs: 3600_000, count: 50, bytes: 1_000_000 };
const take = (dir: string, id: string) => takeRecoveryPoint(testGit, dir, { id, reason: id, by: ada });
const ids = async (dir: string) => (await listRecoveryPoints(testGit, dir)).map(({ id }) => id).sort();
const large = () => randomBytes(60_000).toString('hex');

test('only what nothing else holds counts', async () => {
  const dir = makeRepository();
  const text = large();
  write(dir, 'new.txt', text);
  await take(dir, 'a');
  await take(dir, 'b');
  const held = await readRecoverySpace(testGit, dir);
  expect(held).toBeGreaterThan(50_000);
  expect(held).toBeLessThan(150_000);
  for (const id of ['a', 'b']) await deleteRecoveryPoint(testGit, dir, id);
  commitAll(dir, { 'new.txt': text });
  await take(dir, 'c');
  expect(await readRecoverySpace(testGit, dir)).toBeLessThan(5_000);
});

test('points go when they are too many or too old', async () => {
  const dir = makeRepository();
  for (const id of ['a', 'b', 'c']) await take(dir, id);
  await removeOldRecoveryPoints(testGit, dir, { ...limits, count: 2 });
  expect(await ids(dir)).toHaveLength(2);
  await removeOldRecoveryPoints(testGit, dir, { ...limits, longestMs: -5_000 });
  expect(await ids(dir)).toEqual([]);
});

test('the oldest go when all hold too much together, but never the last one', async () => {
  const dir = makeRepository();
  for (const id of ['a', 'b', 'c']) {
    write(dir, 'new.txt', large());
    await take(dir, id);
  }
  await removeOldRecoveryPoints(testGit, dir, { ...limits, bytes: 150_000 });
  expect(await ids(dir)).toHaveLength(2);
  await removeOldRecoveryPoints(testGit, dir, { ...limits, bytes: 10 });
  expect(await ids(dir)).toHaveLength(1);
});

test('a point that is let go of by hand holds nothing any more', async () => {
  const dir = makeRepository();
  write(dir, 'new.txt', large());
  await take(dir, 'a');
  await deleteRecoveryPoint(testGit, dir, 'a');
  expect(await readRecoverySpace(testGit, dir)).toBe(0);
  expect(raw(dir, 'status', '--porcelain')).toBe('?? new.txt');
});
