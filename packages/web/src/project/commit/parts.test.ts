import type { Change } from '@notelab/contract';
import { expect, test } from 'vitest';
import { isTaken, type Ticks, toCommitChoice, withFiles, withHunk } from './parts.ts';

const changes: Change[] = [
  { path: 'a.py', originalPath: null, kind: 'modified' },
  { path: 'new.py', originalPath: 'old.py', kind: 'renamed' },
  { path: 'b.py', originalPath: null, kind: 'untracked' },
];
const whole: Ticks = { selected: new Set(['a.py', 'new.py']), parts: new Map() };
const all = ['1', '2', '3'];

test('a rename is committed with both its paths; only files that are still changed are', () => {
  const ticks = { ...whole, selected: new Set(['new.py', 'gone.py']) };
  expect(toCommitChoice(changes, ticks)).toEqual({ paths: ['new.py', 'old.py'], parts: [] });
});

test('without one of its hunks a file is a part, with the name it had', () => {
  const ticks = withHunk(whole, { path: 'new.py', all, hunk: '2', ticked: false });
  expect(isTaken(ticks, 'new.py', '2')).toBe(false);
  expect(toCommitChoice(changes, ticks)).toEqual({
    paths: ['a.py'],
    parts: [{ path: 'new.py', originalPath: 'old.py', hunks: ['1', '3'] }],
  });
});

test('all hunks make a whole file, none an unticked one', () => {
  const without = withHunk(whole, { path: 'a.py', all, hunk: '2', ticked: false });
  expect(withHunk(without, { path: 'a.py', all, hunk: '2', ticked: true })).toEqual(whole);
  const none = all.reduce(
    (ticks, hunk) => withHunk(ticks, { path: 'a.py', all, hunk, ticked: false }),
    whole,
  );
  expect(none).toEqual({ selected: new Set(['new.py']), parts: new Map() });
});

test('one hunk of an unticked file takes just that', () => {
  const ticks = withHunk(whole, { path: 'b.py', all, hunk: '3', ticked: true });
  expect(ticks.parts.get('b.py')).toEqual(new Set(['3']));
});

test('a hunk that has changed since is forgotten with the next choice', () => {
  const before = withHunk(whole, { path: 'a.py', all, hunk: '2', ticked: false });
  const after = withHunk(before, { path: 'a.py', all: ['1', '4'], hunk: '4', ticked: false });
  expect(after.parts.get('a.py')).toEqual(new Set(['1']));
});

test('ticking a file takes all of it', () => {
  const part = withHunk(whole, { path: 'a.py', all, hunk: '2', ticked: false });
  expect(withFiles(part, ['a.py'], true)).toEqual(whole);
  expect(withFiles(part, ['a.py', 'new.py'], false)).toEqual({ selected: new Set(), parts: new Map() });
});
