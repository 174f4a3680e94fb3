import type { UnpushedWork } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { lossesOf } from './losses.ts';

const nothing: UnpushedWork = {
  changedFiles: [],
  changedFileCount: 0,
  untrackedFiles: [],
  untrackedFileCount: 0,
  ignoredFileCount: 0,
  commits: [],
  commitCount: 0,
  stashCount: 0,
  leftFileCount: 0,
  unreadable: false,
};

describe('what a checkout would lose', () => {
  it('is nothing when all of it is on GitLab', () => {
    expect(lossesOf('analytics', nothing)).toEqual([]);
  });

  it('names commits with branch and short id', () => {
    const commits = [{ branch: 'main', oid: '0123456789abcdef', subject: 'Fix' }];
    expect(lossesOf('analytics', { ...nothing, commits, commitCount: 1 })).toEqual([
      {
        title: 'analytics: 1 commit that is not on GitLab',
        items: ['main 01234567 Fix'],
        typed: true,
        unnamed: 0,
      },
    ]);
  });

  it('counts all files, also those that are not named', () => {
    expect(lossesOf('a', { ...nothing, changedFiles: ['x', 'y'], changedFileCount: 500 })).toEqual([
      { title: 'a: 500 changed files', items: ['x', 'y'], typed: true, unnamed: 498 },
    ]);
  });

  it('counts files that were left on branches', () => {
    expect(lossesOf('a', { ...nothing, leftFileCount: 2 })[0]?.title).toBe('a: 2 files left on branches');
  });

  it('warns of everything when git cannot read the folder', () => {
    expect(lossesOf('a', { ...nothing, unreadable: true })[0]?.title).toBe('a: everything in it');
  });
});
