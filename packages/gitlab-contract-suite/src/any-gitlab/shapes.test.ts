import { expect, test } from 'vitest';
import { findMisfits } from '../shapes/check-shape.ts';
import { collectAnswers } from '../shapes/collect-answers.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

test('answers have every field that clients read, of the type that GitLab’s document says', async () => {
  const answers = await collectAnswers(gitlab);
  const misfits = answers.flatMap(([entity, request, answer]) =>
    findMisfits(entity, answer, 'more-is-fine').map((misfit) => `${request}: ${misfit}`),
  );
  expect(misfits).toEqual([]);
});
