import type { InstanceId } from '@notelab/contract';
import { expect, it } from 'vitest';
import { createRecentAnswers } from './recent-answers.ts';

const id = 'i1' as InstanceId;

it('answers of the last five minutes are counted, by what became of them', () => {
  let now = 0;
  const answers = createRecentAnswers(() => now);
  for (const outcome of ['ok', 'refused', 'rate-limited', 'server-error', 'no-answer', 'held-back'] as const)
    answers.add(id, outcome);
  expect(answers.read(id)).toEqual({ requests: 5, errors: 2, slowDowns: 1, heldBack: 1 });
  expect(answers.read('other' as InstanceId)).toMatchObject({ requests: 0 });
  now = 4 * 60_000;
  answers.add(id, 'ok');
  expect(answers.read(id).requests).toBe(6);
  now = 5 * 60_000;
  expect(answers.read(id)).toMatchObject({ requests: 1, errors: 0 });
});
