import { setTimeout as sleep } from 'node:timers/promises';
import { createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, it } from 'vitest';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

it('a lock lets one in at a time, in the order of arrival', async () => {
  const { withLock } = world.notelab.context.database;
  const log: string[] = [];
  await Promise.all(
    [1, 2, 3].map((number) =>
      withLock('door', async () => {
        log.push(`in ${number}`);
        await sleep(20);
        log.push(`out ${number}`);
      }),
    ),
  );
  expect(log).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3']);
});

it('work that fails gives the lock back', async () => {
  const { withLock } = world.notelab.context.database;
  await expect(withLock('door', () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  expect(await withLock('door', async () => 'in')).toBe('in');
});

it('who gives up waiting goes at once, and the others go on in their order', async () => {
  const { withLock } = world.notelab.context.database;
  const log: string[] = [];
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const first = withLock('door', () => opened);
  const giveUp = new AbortController();
  const second = withLock('door', async () => log.push('second'), { signal: giveUp.signal });
  const third = withLock('door', async () => log.push('third'));
  giveUp.abort(new Error('given up'));
  await expect(second).rejects.toThrow('given up');
  expect(log).toEqual([]);
  open();
  await Promise.all([first, third]);
  expect(log).toEqual(['third']);
});

it('many holders of many locks can all still use the database', async () => {
  const { withLock, sql } = world.notelab.context.database;
  const holders = Array.from({ length: 40 }, (_, number) =>
    withLock(`outer ${number}`, () =>
      withLock(`inner ${number % 5}`, async () => {
        await sql.execute('select 1');
        return number;
      }),
    ),
  );
  expect(await Promise.all(holders)).toEqual(Array.from({ length: 40 }, (_, number) => number));
});
