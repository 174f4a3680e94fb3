import { expect, test } from 'vitest';
import { proposeWords } from './propose-words.ts';

const one = { subject: 'Use a 90-day horizon', body: 'Sales asked for it.' };
const two = { subject: 'Segments follow', body: '' };

test('a single commit says it all', () => {
  expect(proposeWords('feature/churn-v2', [one])).toEqual({
    title: 'Use a 90-day horizon',
    description: 'Sales asked for it.',
  });
});

test('of several the branch gives the title, and the commits a list in their order', () => {
  expect(proposeWords('feature/churn-v2', [two, one])).toEqual({
    title: 'Churn v2',
    description: '- Use a 90-day horizon\n- Segments follow',
  });
});

test.each([
  ['dev', 'Dev'],
  ['42_fix--it', '42 fix it'],
  ['a/---', 'a/---'],
])('the title out of the branch %s is “%s”', (branch, title) => {
  expect(proposeWords(branch, [])).toEqual({ title, description: '' });
});
