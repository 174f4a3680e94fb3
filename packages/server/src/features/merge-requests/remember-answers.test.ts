import { expect, test } from 'vitest';
import { ProblemError } from '../../problem.ts';
import { type Question, rememberAnswers } from './remember-answers.ts';

/** A GitLab that counts its questions, and a clock. */
function arrange() {
  const clock = { ms: 0 };
  const gitlab = { asked: 0, problem: null as ProblemError | null };
  const answers = rememberAnswers(() => clock.ms);
  const ask = ({ key = 'ada 1 open', version = '', fresh }: Partial<Question<unknown>> = {}) =>
    answers.ask({
      key,
      version,
      fresh,
      async read() {
        gitlab.asked += 1;
        if (gitlab.problem) throw gitlab.problem;
        return gitlab.asked;
      },
    });
  return { clock, gitlab, answers, ask };
}

test('an answer is good for a while, and a wish for a fresh one is granted, but not again and again', async () => {
  const { clock, gitlab, ask } = arrange();
  expect(await Promise.all([ask(), ask()])).toMatchObject([{ value: 1 }, { value: 1 }]);
  clock.ms = 5_000;
  expect((await ask()).value).toBe(1);
  expect((await ask({ fresh: true })).value).toBe(2);
  expect((await ask({ fresh: true })).value).toBe(2);
  clock.ms = 60_000;
  expect((await ask()).value).toBe(3);
  expect(gitlab.asked).toBe(3);
});

test('everybody is asked for themselves', async () => {
  const { ask } = arrange();
  expect((await ask({ key: 'ada 1 open' })).value).toBe(1);
  expect((await ask({ key: 'bob 1 open' })).value).toBe(2);
});

test('while GitLab is down its last answer stays, with the reason, and GitLab is left alone for a while', async () => {
  const { clock, gitlab, ask } = arrange();
  await ask();
  gitlab.problem = new ProblemError('gitlab-unavailable', 'GitLab does not answer.');
  clock.ms = 60_000;
  const late = { value: 1, askedAt: new Date(0).toISOString(), problem: { code: 'gitlab-unavailable' } };
  expect(await ask()).toMatchObject(late);
  expect(await ask({ fresh: true })).toMatchObject(late);
  expect(gitlab.asked).toBe(2);
  gitlab.problem = null;
  clock.ms = 90_000;
  expect(await ask()).toMatchObject({ value: 3, problem: null });
});

test('after a push the question is another one, also while the one before is being asked', async () => {
  const { gitlab, ask } = arrange();
  const both = await Promise.all([ask({ version: 'a' }), ask({ version: 'b' }), ask({ version: 'b' })]);
  expect(both.map(({ value }) => value)).toEqual([1, 2, 2]);
  gitlab.problem = new ProblemError('gitlab-unavailable', 'GitLab does not answer.');
  expect(await ask({ version: 'c' })).toMatchObject({ value: 2, problem: { code: 'gitlab-unavailable' } });
});

test('who may not see it any more is not shown what was there before', async () => {
  const { clock, gitlab, ask } = arrange();
  await ask();
  gitlab.problem = new ProblemError('gitlab-not-found', 'Gone.');
  clock.ms = 60_000;
  expect(await ask()).toMatchObject({ value: null, problem: { code: 'gitlab-not-found' } });
  gitlab.problem = null;
  expect((await ask()).value).toBe(3);
});

test('what was forgotten is asked anew', async () => {
  const { answers, ask } = arrange();
  await ask();
  answers.forget(' 2 ');
  expect((await ask()).value).toBe(1);
  answers.forget(' 1 ');
  expect((await ask()).value).toBe(2);
});

test('an error that nobody can be told about stays one, and the next question is asked', async () => {
  const answers = rememberAnswers(() => 0);
  const question = { key: 'k', version: '' };
  const failing = answers.ask({ ...question, read: () => Promise.reject(new TypeError('bug')) });
  await expect(failing).rejects.toThrow('bug');
  expect(await answers.ask({ ...question, read: async () => 1 })).toMatchObject({ value: 1 });
});
