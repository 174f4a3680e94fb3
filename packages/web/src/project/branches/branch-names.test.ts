import { expect, test } from 'vitest';
import { findTwinByCase } from './branch-names.ts';

test('a name that another branch has in other letters is warned of, and its own is not', () => {
  const branches = [{ name: 'Feature/X' }, { name: 'main' }];
  expect(findTwinByCase('feature/x', branches)).toContain('There is Feature/X already.');
  expect(findTwinByCase('main', branches)).toBe(null);
  expect(findTwinByCase('mainline', branches)).toBe(null);
});
