import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withIgnored, withTracked } from './ignore-files.ts';

test('git ignores exactly these files, whatever their names', () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-ignore-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: dir, encoding: 'utf8' });
  git('init', '-q');
  const odd = [
    '#x',
    '!x',
    'a*b',
    'a[1]',
    'a?',
    'b\\c',
    'ends ',
    ' begins',
    'data/big file.csv',
    'new\nline',
    'ü',
  ];
  const others = ['x', 'aXb', 'a1', 'ab', 'bc', 'ends', 'begins', 'other/data/big file.csv', 'data/x'];
  for (const path of [...odd, ...others]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), 'x');
  }
  writeFileSync(join(dir, '.gitignore'), withIgnored('', odd));
  const seen = git('ls-files', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
  expect(seen.sort()).toEqual([...others, '.gitignore'].sort());
});

test('Git LFS keeps exactly these files, whatever their names', () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-attributes-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const git = (args: string[], input = '') =>
    execFileSync('git', args, { cwd: dir, encoding: 'utf8', input });
  git(['init', '-q']);
  const odd = ['#x', 'a*b', 'a[1]', 'b\\c', 'ends ', 'data/big file.csv', 'ü', '"quoted"'];
  const others = ['x', 'aXb', 'a1', 'ends', 'other/data/big file.csv'];
  writeFileSync(join(dir, '.gitattributes'), withTracked('', odd));
  const said = git(['check-attr', '-z', '--stdin', 'filter'], [...odd, ...others].join('\0')).split('\0');
  expect(said.filter((_, index) => index % 3 === 2)).toEqual([
    ...odd.map(() => 'lfs'),
    ...others.map(() => 'unspecified'),
  ]);
});

test('what was there stays, with its line ends, and nothing is named twice', () => {
  expect(withIgnored('*.pyc', ['a'])).toBe('*.pyc\n/a\n');
  expect(withIgnored('*.pyc\r\n/a\r\n', ['a', 'b', 'b'])).toBe('*.pyc\r\n/a\r\n/b\r\n');
  expect(withIgnored('/a', ['a'])).toBe('/a');
});
