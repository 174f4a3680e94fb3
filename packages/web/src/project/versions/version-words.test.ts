import type { Version } from '@notelab/contract';
import { expect, test } from 'vitest';
import { versionDetail, versionTitle } from './version-words.ts';

const version = (more: Partial<Version>): Version =>
  ({ kind: 'automatic', name: null, by: null, editors: [], changed: 1, commit: null, ...more }) as Version;

test('a version is called by its name, or by why it was made', () => {
  expect(versionTitle(version({ kind: 'named', name: 'Before the review' }))).toBe('Before the review');
  expect(versionTitle(version({ kind: 'before-restore' }))).toBe('Before restoring');
});

test('who edited is named, and who kept it when that was somebody else', () => {
  expect(versionDetail(version({ changed: 2, editors: ['Ada', 'Emil'] }))).toBe(
    '2 notebooks changed · by Ada, Emil',
  );
  expect(versionDetail(version({ kind: 'named', by: 'Vera', editors: ['Ada'] }))).toBe(
    '1 notebook changed · by Ada · kept by Vera',
  );
  expect(versionDetail(version({ changed: 0 }))).toBe('Nothing changed');
  expect(versionDetail(version({ editors: ['A', 'B', 'C', 'D'] }))).toBe(
    '1 notebook changed · by A, B, C and 1 more',
  );
});
