import { expect, test } from 'vitest';
import { withoutDraft } from './present-merge-request.ts';

test.each([
  ['Draft: Horizon', 'Horizon'],
  ['[Draft] Horizon', 'Horizon'],
  ['(draft)Horizon', 'Horizon'],
  ['Drafting: Horizon', 'Drafting: Horizon'],
  ['Draft:', 'Draft:'],
])('the title %s is shown as %s', (title, shown) => {
  expect(withoutDraft(title)).toBe(shown);
});
