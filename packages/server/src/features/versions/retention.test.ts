import { expect, test } from 'vitest';
import { listOutdated } from './retention.ts';

const now = new Date('2026-06-01T12:00:00Z');
const made = (number: number, daysAgo: number, hour = 12, more: { kind?: string; name?: string } = {}) => {
  const createdAt = new Date(now.getTime() - daysAgo * 24 * 3600_000);
  createdAt.setUTCHours(hour);
  return { number, kind: 'automatic', name: null, createdAt, ...more };
};

test('all versions of a week stay, then the last of each day, then none', () => {
  const versions = [
    made(9, 1, 11),
    made(8, 1, 10),
    made(7, 20, 11),
    made(6, 20, 10),
    made(5, 21),
    made(4, 400),
  ];
  expect(listOutdated(versions, now)).toEqual([6, 4]);
});

test('what people named or exported stays, and so does the last version', () => {
  const versions = [
    made(9, 500),
    made(8, 500, 11, { name: 'Before the review' }),
    made(7, 500, 10, { kind: 'export' }),
    made(6, 500, 9),
  ];
  expect(listOutdated(versions, now)).toEqual([6]);
});
