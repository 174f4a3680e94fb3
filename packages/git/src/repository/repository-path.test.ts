import { expect, test } from 'vitest';
import { InvalidPathError, isRepositoryPath, toPathList, toRepositoryPathBytes } from './repository-path.ts';

test.each([
  'a',
  'a/b',
  ':(glob)**',
  '-A',
  'a b',
  '"q"',
  "it's",
  'a\nb',
  '🎉',
  '.gitignore',
  '.github/x',
  'a\uf7ffb',
  '...',
])('accepts %j as a literal name', (path) => {
  expect(toRepositoryPathBytes(path).length).toBeGreaterThan(0);
});

test.each([
  '',
  '/a',
  '../a',
  'a/../b',
  './a',
  'a//b',
  'a/',
  '.git',
  '.git/config',
  'sub/.GIT/hooks/x',
  'git~1/x',
  'a\0b',
  '\ud800',
])('refuses %j', (path) => {
  expect(() => toRepositoryPathBytes(path)).toThrow(InvalidPathError);
  expect(isRepositoryPath(path)).toBe(false);
});

test('a list ends every path with NUL', () => {
  expect(toPathList(['a', 'b c']).toString()).toBe('a\0b c\0');
});
