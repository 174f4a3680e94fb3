import { expect, test } from 'vitest';
import { startSandboxTarget } from '../sandbox-target.ts';
import { afterwards } from '../target.ts';
import { findMisfits } from './check-shape.ts';
import { collectAnswers } from './collect-answers.ts';

test('the sandbox answers what GitLab’s own document says, field by field and type by type', async () => {
  const gitlab = await startSandboxTarget();
  afterwards(() => gitlab.close());
  const answers = await collectAnswers(gitlab);
  const misfits = answers.flatMap(([entity, request, answer]) =>
    findMisfits(entity, answer).map((misfit) => `${request}: ${misfit}`),
  );
  expect(misfits).toEqual([]);
});

test('a field of another type, one that is missing, one too many and a wrong null are found', () => {
  const stats = { additions: 1, deletions: 2, total: 3 };
  expect(findMisfits('CommitStats', stats)).toEqual([]);
  expect(findMisfits('CommitStats', { ...stats, total: '3' })).toEqual(['CommitStats.total is no integer']);
  expect(findMisfits('CommitStats', { ...stats, total: null })).toEqual(['CommitStats.total is null']);
  expect(findMisfits('CommitStats', { ...stats, sum: 3 })).toEqual([
    'CommitStats.sum is no field of CommitStats',
  ]);
  expect(findMisfits('CommitStats', { additions: 1, deletions: 2 })).toEqual([
    'CommitStats.total is missing',
  ]);
  const access = { id: 1, access_level: 40, access_level_description: 'Maintainers' };
  const ids = { deploy_key_id: null, user_id: null, group_id: null };
  expect(findMisfits('ProtectedRefAccess', { ...access, ...ids })).toEqual([]);
});
