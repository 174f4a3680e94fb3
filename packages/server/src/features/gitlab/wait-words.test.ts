import { expect, it } from 'vitest';
import { inTime } from './wait-words.ts';

it.each([
  [0, 'in a moment'],
  [1, 'in a moment'],
  [120, 'in 120 seconds'],
  [181, 'in 4 minutes'],
  [3600, 'in 60 minutes'],
])('a wait of %s seconds is said as “%s”', (seconds, words) => {
  expect(inTime(seconds)).toBe(words);
});
