import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '@notelab/contract';
import type { Fault } from './faults.ts';
import { checkUnsavedWork, type Ending, type Ground } from './ground.ts';
import type { Operation, Step } from './operations.ts';

/**
 * `done`: at once, in spite of the fault. `failed`: clearly, with nothing lost, and done when it was tried again.
 * `wrong`: anything else.
 */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'failed'; code: ErrorCode; says: string }
  | { kind: 'wrong'; what: string };

/** The longest that a person may be left without an answer, in this place where all waits for GitLab are short. */
const stuckAfterMs = 30_000;
/** How long it may take until Notelab asks a GitLab again that did not answer. */
const backWithinMs = 40_000;
const worthWaiting = new Set<ErrorCode>([
  'gitlab-unavailable',
  'gitlab-rate-limited',
  'gitlab-refused',
  'push-refused',
]);
/** Codes that tell nobody what happened. */
const unclear = new Set<ErrorCode>(['internal', 'invalid-input', 'git-failed', 'not-found']);

/** One cell: the operation while the fault lasts, what was kept, and the operation again when it has passed. */
export async function tryCell(
  ground: Ground,
  operation: Operation,
  fault: Fault,
  number: number,
): Promise<Verdict> {
  try {
    const step = await operation.arrange(ground, number);
    await fault.begin(ground, number);
    const ending = await within(step.act()).finally(() => fault.end(ground));
    if (ending !== null || !operation.discardsWork) await checkUnsavedWork(ground);
    if (ending === null) {
      await step.check();
      // What was not asked for has not shown what is wrong with it yet.
      await fault.mend?.(ground);
      return { kind: 'done' };
    }
    if (fault.isNoExcuse?.(operation)) throw new Error(`failed: ${inWords(ending)}`);
    if (unclear.has(ending.code) || ending.detail.trim() === '')
      throw new Error(`unclear: ${inWords(ending)}`);
    await fault.mend?.(ground);
    await tryAgain(step, operation);
    if (!operation.discardsWork) await checkUnsavedWork(ground);
    await step.check();
    return { kind: 'failed', code: ending.code, says: ending.detail };
  } catch (error) {
    return { kind: 'wrong', what: (error as Error).message.split('\n')[0] ?? '' };
  }
}

async function tryAgain(step: Step, { alreadyDone = [] }: Operation): Promise<void> {
  const deadline = Date.now() + backWithinMs;
  for (;;) {
    const ending = await within((step.actAgain ?? step.act)());
    if (ending === null || alreadyDone.includes(ending.code)) return;
    if (!worthWaiting.has(ending.code) || Date.now() > deadline)
      throw new Error(`failed again: ${inWords(ending)}`);
    await sleep(500);
  }
}

const inWords = ({ code, detail, raw }: NonNullable<Ending>) =>
  [code, detail, raw].filter(Boolean).join(' | ');

async function within<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const stuck = sleep(stuckAfterMs, null, { signal: timer.signal }).then(
    () => {
      throw new Error(`stuck: no end after ${stuckAfterMs / 1000} s`);
    },
    () => new Promise<never>(() => {}),
  );
  return await Promise.race([work, stuck]).finally(() => timer.abort());
}
