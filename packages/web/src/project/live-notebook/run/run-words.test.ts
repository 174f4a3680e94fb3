import { expect, test } from 'vitest';
import { durationInWords, haltInWords, kernelInWords } from './run-words.ts';

test('durations are said as exactly as one wants to know them', () => {
  expect([40, 9_940, 9_960, 61_000, 3_730_000, -5].map(durationInWords)).toEqual([
    '0.0 s',
    '9.9 s',
    '9 s',
    '1:01',
    '1:02:10',
    '0.0 s',
  ]);
});

test('a busy kernel says how many blocks wait', () => {
  const queued = { blockId: 'b', by: 'Ann' };
  expect(kernelInWords({ status: 'busy', queue: [] }).label).toBe('Busy');
  expect(kernelInWords({ status: 'busy', queue: [queued, queued] }).label).toBe('Busy, 2 queued');
});

test('blocks that are not going to run are counted with the reason', () => {
  expect(haltInWords({ blockId: 'b', reason: 'error', leftOut: 0 })).toBeNull();
  expect(haltInWords({ blockId: 'b', reason: 'interrupted', leftOut: 2 })).toBe(
    '2 blocks that waited were not run, because this was interrupted.',
  );
});
