import { expect, test } from 'vitest';
import { redact, stripControls } from './redact.ts';

const hex64 = 'ab12'.repeat(16);

test.each([
  ['https://oauth2:s3cret@gitlab.example.com/a/b.git', 'https://[redacted]@gitlab.example.com/a/b.git'],
  ["fatal: unable to access 'http://tok@host/x'", "fatal: unable to access 'http://[redacted]@host/x'"],
  ['token is glpat-AbCdEf_123456.01.abc', 'token is [redacted]'],
  ['gloas-0123456789abcdef and gldt-abcdefgh1234', '[redacted] and [redacted]'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [redacted]'],
  ['Authorization: Basic b2F1dGgyOnh4', 'Authorization: Basic [redacted]'],
  ['PRIVATE-TOKEN: abcdef', 'PRIVATE-TOKEN: [redacted]'],
  ['?access_token=abc&x=1', '?access_token=[redacted]&x=1'],
  [`{"refresh_token": "${hex64}"}`, '{"refresh_token": "[redacted]"}'],
  ['password=hunter2', 'password=[redacted]'],
  [`oauth2 ${hex64}`, 'oauth2 [redacted]'],
])('%s → %s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334 refs/heads/main',
  `object ${hex64}`,
  'https://gitlab.example.com/group/repo.git',
  'mail to user@example.com',
  'the tokens of a sentence: fine',
])('leaves %s alone', (text) => {
  expect(redact(text)).toBe(text);
});

test('escape sequences, control characters and direction overrides go, lines stay', () => {
  expect(stripControls('\u001b[31mred\u001b[0m\u001b]0;title\u0007\r\n\tx\u202ey\u0008')).toBe('red\n\txy');
});

test('megabytes that were made to be slow are read no slower than others', { timeout: 5_000 }, () => {
  const text = 'a.'.repeat(1_000_000);
  expect(redact(text)).toBe(text);
});
