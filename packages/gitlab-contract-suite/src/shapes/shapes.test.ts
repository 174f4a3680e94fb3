import { expect, test } from 'vitest';
import { startSandboxTarget } from '../sandbox-target.ts';
import { afterwards } from '../target.ts';
import { findMisfits } from './check-shape.ts';
import { collectAnswers } from './collect-answers.ts';
import { collectArrangedAnswers } from './collect-arranged-answers.ts';

test('the sandbox answers what GitLab’s own document says, and not a field more', async () => {
  const gitlab = await startSandboxTarget();
  afterwards(() => gitlab.close());
  const answers = [...(await collectAnswers(gitlab)), ...(await collectArrangedAnswers(gitlab))];
  const misfits = answers.flatMap(([entity, request, answer]) =>
    findMisfits(entity, answer, 'nothing-more').map((misfit) => `${request}: ${misfit}`),
  );
  expect(misfits).toEqual([]);
});

test('a field of another type, one that is missing, one too many and a wrong null are found', () => {
  const stats = { additions: 1, deletions: 2, total: 3 };
  const find = (answer: object) => findMisfits('CommitStats', answer, 'nothing-more');
  expect(find(stats)).toEqual([]);
  expect(find({ ...stats, total: '3' })).toEqual(['CommitStats.total is no integer']);
  expect(find({ ...stats, total: null })).toEqual(['CommitStats.total is null']);
  expect(find({ ...stats, sum: 3 })).toEqual(['CommitStats.sum is no field of CommitStats']);
  expect(find({ additions: 1, deletions: 2 })).toEqual(['CommitStats.total is missing']);
  expect(findMisfits('CommitStats', { ...stats, sum: 3 }, 'more-is-fine')).toEqual([]);
  const detail = { ...stats, user: { id: '1' } };
  expect(findMisfits('Approvals', detail, 'more-is-fine')).toContain('Approvals.user.id is no integer');
});
