import { expect, test } from 'vitest';
import { makeRepository, testGit, write } from '../testing/temporary-repository.ts';
import { filterIgnored } from './filter-ignored.ts';

test('ignored files are told from others, whatever they are called', async () => {
  const dir = makeRepository({ '.gitignore': '*.env\nbuild/\n' });
  for (const path of ['a.env', ':(top)x', ':(top)y.env', '*.env', 'build/x', 'new\nline.env'])
    write(dir, path);
  const asked = ['a.env', ':(top)x', ':(top)y.env', '*.env', 'build/x', 'new\nline.env', 'plain.txt'];
  expect(await filterIgnored(testGit, dir, asked)).toEqual([
    'a.env',
    ':(top)y.env',
    '*.env',
    'build/x',
    'new\nline.env',
  ]);
  expect(await filterIgnored(testGit, dir, ['plain.txt'])).toEqual([]);
});
