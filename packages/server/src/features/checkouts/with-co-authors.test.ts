import { expect, test } from 'vitest';
import { withCoAuthors } from './with-co-authors.ts';

const grace = { name: 'Grace Hopper', email: 'grace@example.com' };
const line = 'Co-authored-by: Grace Hopper <grace@example.com>';

test.each([
  ['Use 90 days', `Use 90 days\n\n${line}\n`],
  [
    'Use 90 days\n\nBecause: we can, and\nshould.\n\n',
    `Use 90 days\n\nBecause: we can, and\nshould.\n\n${line}\n`,
  ],
  ['Fix: a colon is no trailer', `Fix: a colon is no trailer\n\n${line}\n`],
  ['x\n\nReviewed-by: Ada <a@b>', `x\n\nReviewed-by: Ada <a@b>\n${line}\n`],
  [`x\n\n${line}`, `x\n\n${line}`],
])('%j becomes %j', (message, expected) => {
  expect(withCoAuthors(message, [grace])).toBe(expected);
});

test('several come one below the other, nobody twice, and a name breaks no line', () => {
  const odd = { name: 'Eve\nSigned-off-by: <root@x>', email: '>e@x\n' };
  expect(withCoAuthors('x', [grace, odd])).toBe(
    `x\n\n${line}\nCo-authored-by: EveSigned-off-by: root@x <e@x>\n`,
  );
  expect(withCoAuthors('x', [])).toBe('x');
});
