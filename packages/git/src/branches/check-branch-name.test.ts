import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBranchName } from './check-branch-name.ts';

const isValid = (name: string) => checkBranchName(name).kind === 'valid';

test.each([
  'main',
  'feature/x',
  'a.b',
  'fix#12',
  'ü/é',
  '日本',
  'a-b_c',
  'a@b',
  'x{y}',
  '🚀',
  "it's",
  'heads/main',
])('accepts %s', (name) => {
  expect(isValid(name)).toBe(true);
});

test.each([
  ['', 'empty'],
  ['--upload-pack=x', 'starts-with-dash'],
  ['-f', 'starts-with-dash'],
  ['@{-1}', 'forbidden-sequence'],
  ['@', 'reserved'],
  ['HEAD', 'reserved'],
  ['head', 'reserved'],
  ['a..b', 'forbidden-sequence'],
  ['x.lock', 'forbidden-sequence'],
  ['x.lock/y', 'forbidden-sequence'],
  ['.x', 'forbidden-sequence'],
  ['x/.y', 'forbidden-sequence'],
  ['x.', 'forbidden-sequence'],
  ['/x', 'forbidden-sequence'],
  ['x/', 'forbidden-sequence'],
  ['x//y', 'forbidden-sequence'],
  ['a\nb', 'forbidden-character'],
  ['a b', 'forbidden-character'],
  ['a\u0000', 'forbidden-character'],
  ['a\u007f', 'forbidden-character'],
  ['a:b', 'forbidden-character'],
  ['a~1', 'forbidden-character'],
  ['a^', 'forbidden-character'],
  ['a?', 'forbidden-character'],
  ['a*', 'forbidden-character'],
  ['a[', 'forbidden-character'],
  ['a\\b', 'forbidden-character'],
  ['a\ud800', 'forbidden-character'],
  ['a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5', 'looks-like-a-commit'],
  ['x'.repeat(300), 'too-long'],
])('refuses %j: %s', (name, problem) => {
  expect(checkBranchName(name)).toEqual({ kind: 'invalid', problem });
});

describe('compared with git itself', () => {
  test('whatever is accepted, git accepts; whatever git refuses, is refused', () => {
    const piece = fc.constantFrom(
      'a',
      'B',
      '/',
      '.',
      '-',
      '@',
      '{',
      '}',
      '~',
      '^',
      ':',
      '?',
      '*',
      '[',
      '\\',
      ' ',
      '..',
      '.lock',
      'ü',
      '#',
      '\t',
      '\u007f',
      'HEAD',
      '0',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 7 }), (pieces) => {
        const name = pieces.join('');
        // the expansion of @{-1} needs a repository; the name itself is judged as a ref
        const real = spawnSync('git', ['check-ref-format', `refs/heads/${name}`]).status === 0;
        if (isValid(name)) expect(real).toBe(true);
        else if (real) expect(/^-|^@$|^head$/i.test(name)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
