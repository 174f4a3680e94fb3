import { expect, test } from 'vitest';
import { isWithin, joinPath, nameOf, parentOf, pathAfterRename, withoutNested } from './paths.ts';

test('a path is its folder and its name', () => {
  expect(parentOf('analytics/churn/features.py')).toBe('analytics/churn');
  expect(nameOf('analytics/churn/features.py')).toBe('features.py');
  expect(parentOf('README.md')).toBe('');
  expect(nameOf('README.md')).toBe('README.md');
  expect(joinPath('', 'README.md')).toBe('README.md');
  expect(joinPath('analytics', 'README.md')).toBe('analytics/README.md');
});

test('a folder holds itself and what is below it, not what merely begins with its name', () => {
  expect(isWithin('data/a.csv', 'data')).toBe(true);
  expect(isWithin('data', 'data')).toBe(true);
  expect(isWithin('database/a.csv', 'data')).toBe(false);
  expect(isWithin('anything', '')).toBe(true);
});

test('renaming a folder moves the paths below it', () => {
  expect(pathAfterRename('data/raw/a.csv', 'data', 'old/data')).toBe('old/data/raw/a.csv');
  expect(pathAfterRename('data', 'data', 'facts')).toBe('facts');
  expect(pathAfterRename('database', 'data', 'facts')).toBeNull();
});

test('what lies in a selected folder is not named again', () => {
  expect(withoutNested(['data', 'data/a.csv', 'data/raw', 'database'])).toEqual(['data', 'database']);
});
