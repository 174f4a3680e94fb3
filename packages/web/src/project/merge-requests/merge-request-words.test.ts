import { expect, test } from 'vitest';
import {
  approvalWords,
  createdInWords,
  isPipelineMoving,
  pipelineWords,
  stateWords,
  threadWords,
} from './merge-request-words.ts';

const pipeline = (status: string, label: string | null = null) => ({ status, label, webUrl: null });

test.each([
  ['success', null, 'Pipeline passed', 'added'],
  ['success', 'passed with warnings', 'Pipeline passed', 'modified'],
  ['failed', null, 'Pipeline failed', 'conflict'],
  ['waiting_for_resource', null, 'Pipeline pending', 'neutral'],
])('a pipeline that GitLab calls %s (%s) is “%s”', (status, label, text, tone) => {
  expect(pipelineWords(pipeline(status, label))).toMatchObject({ text, tone });
});

test('a pipeline is watched until it has settled', () => {
  const isMoving = (status: string) => isPipelineMoving({ pipeline: pipeline(status) });
  expect(['created', 'running', 'success', 'manual'].map(isMoving)).toEqual([true, true, false, false]);
  expect(isPipelineMoving({ pipeline: null })).toBe(false);
});

test.each([
  [1, 2, 1, '1 of 2 approvals'],
  [0, 1, 1, '0 of 1 approval'],
  [3, 2, 0, '2 of 2 approvals'],
  [1, null, 0, '1 approval'],
  [2, 0, 0, '2 approvals'],
  [0, null, 0, undefined],
])('%i approvals where %s are required are “%4$s”', (given, required, left, text) => {
  const approvedBy = Array.from({ length: given }, () => 'Ada');
  expect(approvalWords({ approvedBy, required, left })?.text).toBe(text);
});

test.each([
  [0, 0, false, undefined],
  [5, 3, false, '3 threads'],
  [1, 1, false, '1 thread'],
  [2, 0, false, 'Threads resolved'],
  [300, 1, true, '1+ threads'],
])('of %i threads %i open ones (partial: %s) are “%s”', (total, unresolved, isPartial, text) => {
  expect(threadWords({ total, unresolved, isPartial })?.text).toBe(text);
});

test('a draft with conflicts says both; what has ended says only that', () => {
  const texts = (state: 'opened' | 'merged') =>
    stateWords({ state, draft: true, hasConflicts: true }).map(({ text }) => text);
  expect(texts('opened')).toEqual(['Draft', 'Conflicts']);
  expect(texts('merged')).toEqual(['Merged']);
});

test('reviewers whom GitLab did not take are not passed over', () => {
  const created = { kind: 'merge-request-created', iid: 4, title: 'Horizon', webUrl: null } as const;
  expect(createdInWords({ ...created, leftOutReviewers: 0 })).toBe('Created !4 Horizon');
  expect(createdInWords({ ...created, leftOutReviewers: 1 })).toContain('did not take one reviewer');
});
