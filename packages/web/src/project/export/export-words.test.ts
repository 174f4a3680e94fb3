import type { ExportRun } from '@notelab/contract';
import { expect, test } from 'vitest';
import { formatInWords, placeInWords, runInWords } from './export-words.ts';

const counts = { added: 0, changed: 0, renamed: 0, deleted: 0, leftAlone: 0 };
const run = (more: Partial<ExportRun>): ExportRun => ({ status: 'done', counts, ...more }) as ExportRun;

test('an export says what it did, and what it left alone', () => {
  expect(runInWords(run({ counts: { ...counts, added: 1, changed: 2, leftAlone: 1 } }))).toBe(
    '1 added, 2 changed, 1 left alone',
  );
  expect(runInWords(run({ status: 'nothing-to-export' }))).toBe('nothing to export');
  expect(runInWords(run({ status: 'failed' }))).toBe('failed');
});

test('settings are said in a line', () => {
  const settings = { branch: 'main', path: '', formats: ['ipynb', 'deepnote'], outputs: false } as never;
  expect(placeInWords(settings)).toBe('main · top folder');
  expect(formatInWords(settings)).toBe('.ipynb and .deepnote, without outputs');
});
