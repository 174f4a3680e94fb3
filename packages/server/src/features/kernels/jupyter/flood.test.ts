import { expect, test } from 'vitest';
import { watchFlood } from './flood.ts';

test('a flood is many messages or many bytes within a while, not over a long time', () => {
  let now = 0;
  const isFlood = watchFlood({ bytes: 100, messages: 5, withinMs: 10 }, () => now);
  for (let round = 0; round < 20; round++) {
    expect([1, 2, 3, 4].some(() => isFlood(20))).toBe(false);
    now += 11;
  }
  expect([isFlood(50), isFlood(51)]).toEqual([false, true]);
  now += 11;
  expect([1, 2, 3, 4, 5, 6].map(() => isFlood(0))).toEqual([false, false, false, false, false, true]);
});
