import { whyNotBranchName } from '@notelab/contract';
import { expect, test } from 'vitest';
import { suggestBranchName } from './suggest-branch-name.ts';

test.each([
  ['developer', 'Use 90 days of churn', 'developer/use-90-days-of-churn'],
  ['Ada.Lovelace', 'Äpfel & Birnen: vergleichen!\n\nWeil.', 'ada-lovelace/apfel-birnen-vergleichen'],
  ['dev', '', 'dev/changes'],
  ['..', '<img src=x> ~^:?*[\\', 'work/img-src-x'],
  ['dev', '日本語', 'dev/changes'],
])('%s: %j', (username, message, expected) => {
  const name = suggestBranchName(username, message, []);
  expect(name).toBe(expected);
  expect(whyNotBranchName(name)).toBeNull();
});

test('a name that is taken gets a number', () => {
  expect(suggestBranchName('dev', 'Fix', ['dev/fix', 'dev/fix-2'])).toBe('dev/fix-3');
});
