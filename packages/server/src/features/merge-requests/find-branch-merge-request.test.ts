import { expect, test } from 'vitest';
import { chooseMergeRequest } from './find-branch-merge-request.ts';

const row = (state: string, sha: string, sourceProjectId = 1) => ({ state, sha, sourceProjectId });

test('the open one counts, whatever was merged later', () => {
  const open = row('opened', 'a');
  expect(chooseMergeRequest([row('merged', 'b'), open], 1, 'b')).toBe(open);
});

test('one that ended counts only while the branch is what it was then', () => {
  const merged = row('merged', 'a');
  expect(chooseMergeRequest([row('closed', 'z'), merged], 1, 'a')).toBe(merged);
  expect(chooseMergeRequest([merged], 1, 'b')).toBeNull();
  expect(chooseMergeRequest([merged], 1, null)).toBeNull();
});

test('a fork’s branch of the same name is not ours', () => {
  expect(chooseMergeRequest([row('opened', 'a', 2)], 1, 'a')).toBeNull();
});
