import type { Operation } from '@notelab/contract';
import { expect, test } from 'vitest';
import { findBefore, listFailures, listUnfinished } from './unfinished.ts';

let count = 0;
function operation(change: Partial<Operation>): Operation {
  count++;
  return {
    id: `operation-${count}` as Operation['id'],
    kind: 'pull',
    projectId: 'p' as Operation['projectId'],
    checkoutId: 'c' as Operation['checkoutId'],
    folderName: 'analytics',
    actor: 'Editor',
    actorId: 'me',
    status: 'failed',
    progress: { fraction: null, phase: '', receivedBytes: null },
    outcome: null,
    problem: null,
    createdAt: new Date(Date.UTC(2026, 10, 3, 12, count)).toISOString(),
    finishedAt: null,
    ...change,
  };
}
const of = { userId: 'me', dismissed: [] as string[], nowMs: Date.UTC(2026, 10, 3, 20) };

test('unfinished operations are in the order they will be done', () => {
  const running = operation({ status: 'running' });
  const queued = operation({ status: 'queued' });
  expect(listUnfinished([queued, operation({ status: 'done' }), running])).toEqual([running, queued]);
});

test('an operation waits for the one before it on the same checkout', () => {
  const [first, second] = [operation({ status: 'running' }), operation({ status: 'queued' })];
  const elsewhere = operation({ status: 'queued', checkoutId: 'd' as Operation['checkoutId'] });
  const third = operation({ status: 'queued' });
  const all = listUnfinished([third, elsewhere, second, first]);
  expect(all.map((one) => findBefore(all, one))).toEqual([null, first, null, second]);
});

test('own failures stay until they are dismissed', () => {
  const failed = operation({});
  const interrupted = operation({ status: 'interrupted', kind: 'push' });
  const others = operation({ actorId: 'somebody', kind: 'switch' });
  const cancelled = operation({ status: 'cancelled', kind: 'fetch' });
  const all = [failed, interrupted, others, cancelled];
  expect(listFailures(all, of)).toEqual([interrupted, failed]);
  expect(listFailures(all, { ...of, dismissed: [failed.id] })).toEqual([interrupted]);
  expect(listFailures(all, { ...of, nowMs: of.nowMs + 48 * 3600_000 })).toEqual([]);
});

test('of several tries only the last one is told', () => {
  const [first, second] = [operation({}), operation({})];
  expect(listFailures([first, second], of)).toEqual([second]);
  expect(listFailures([first, second, operation({ status: 'running' })], of)).toEqual([]);
});

test('a later success makes a failure good', () => {
  const pull = operation({});
  const commit = operation({ kind: 'commit-and-push' });
  const elsewhere = operation({ status: 'done', folderName: 'forecasting' });
  expect(listFailures([pull, commit, elsewhere], of)).toHaveLength(2);
  expect(listFailures([pull, commit, operation({ status: 'done', kind: 'push' })], of)).toEqual([pull]);
  expect(listFailures([pull, commit, operation({ status: 'done', kind: 'undo-commit' })], of)).toEqual([
    pull,
  ]);
  expect(listFailures([pull, commit, operation({ status: 'done', kind: 're-clone' })], of)).toEqual([]);
});

test('a push that was to be pulled before is no news any more once that has begun', () => {
  const problem = { code: 'push-moved', detail: 'GitLab has newer commits.' } as const;
  const push = operation({ kind: 'push', problem });
  const other = operation({ kind: 'push', problem: { code: 'push-protected', detail: '' }, folderName: 'b' });
  const pulls = (change: Partial<Operation>) => [
    operation({ folderName: 'b', ...change }),
    operation(change),
  ];
  expect(listFailures([push, other, ...pulls({ status: 'running' })], of)).toEqual([other]);
  expect(listFailures([push, other, ...pulls({ status: 'done' })], of)).toEqual([other]);
  expect(listFailures([push, ...pulls({ status: 'cancelled' })], of)).toEqual([push]);
});
