import type { UnpushedWork } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { lossesOf } from './losses.ts';

const nothing: UnpushedWork = {
  changedFiles: [],
  untrackedFiles: [],
  ignoredFileCount: 0,
  commits: [],
  stashCount: 0,
  unreadable: false,
};

describe('what a checkout would lose', () => {
  it('is nothing when all of it is on GitLab', () => {
    expect(lossesOf('analytics', nothing)).toEqual([]);
  });

  it('names commits with branch and short id', () => {
    const commits = [{ branch: 'main', oid: '0123456789abcdef', subject: 'Fix' }];
    expect(lossesOf('analytics', { ...nothing, commits })).toEqual([
      { title: 'analytics: 1 commit that is not on GitLab', items: ['main 01234567 Fix'], typed: true },
    ]);
  });

  it('counts files', () => {
    expect(lossesOf('a', { ...nothing, changedFiles: ['x', 'y'] })).toEqual([
      { title: 'a: 2 changed files', items: ['x', 'y'], typed: true },
    ]);
  });

  it('warns of everything when git cannot read the folder', () => {
    expect(lossesOf('a', { ...nothing, unreadable: true })[0]?.title).toBe('a: everything in it');
  });
});
