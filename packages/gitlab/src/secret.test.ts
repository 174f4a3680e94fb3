import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { redact } from './redact.ts';
import { Secret } from './secret.ts';

const token = '2f7d0e3b8c5a49d1a6e4b7c9f0d3e8a1b2c4d6f8091a3b5c7d9e1f2a4b6c8d0e';

test('a secret is not printed by any common way of printing', () => {
  const secret = new Secret(token);
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ nested: { secret } }, { depth: 9, showHidden: true }),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(structuredClone({ ...secret })),
  ];
  for (const text of printed) expect(text).not.toContain(token);
  expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
  expect(secret.reveal()).toBe(token);
});

test.each([
  [
    'an address',
    `fatal: https://oauth2:${token}@gitlab.com/a.git`,
    'fatal: https://[secret]@gitlab.com/a.git',
  ],
  ['a header', 'authorization: Bearer abcdefghijk', 'authorization: Bearer [secret]'],
  ['an OAuth token', `token ${token} is bad`, 'token [secret] is bad'],
  ['an application secret', 'gloas-0123456789abcdef', '[secret]'],
  ['a personal token', 'glpat-abcdefghij_12345 x', '[secret] x'],
  [
    'a form',
    'grant_type=refresh_token&refresh_token=abc&x=1',
    'grant_type=refresh_token&refresh_token=[secret]&x=1',
  ],
])('credentials are taken out of %s', (_case, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test('a known secret is taken out whatever it looks like', () => {
  expect(redact('wrong: hunter2, really hunter2', [new Secret('hunter2')])).toBe(
    'wrong: [secret], really [secret]',
  );
});

test('commit ids and branch names stay readable', () => {
  const text = '9fceb02d0ae598e95dc970b74767f19372d61af8 on glossary-update-2025';
  expect(redact(text)).toBe(text);
});
