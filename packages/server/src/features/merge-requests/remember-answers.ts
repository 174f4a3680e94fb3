import { errorTable, type Problem } from '@notelab/contract';
import { ProblemError } from '../../problem.ts';

/** What GitLab said, or said last when it could not be asked now. */
export interface Answer<T> {
  value: T | null;
  askedAt: string | null;
  problem: Problem | null;
}

interface Remembered {
  answer: Answer<unknown>;
  version: string;
  askedAtMs: number;
  /** After a failure GitLab is left alone until then. */
  notBeforeMs: number;
  pending: Promise<Answer<unknown>> | null;
}

export interface Question<T> {
  /** Must name whose answer it is: nobody gets what somebody else was told. */
  key: string;
  /** An answer to another version, such as the branch before a push, is out of date. */
  version: string;
  read: () => Promise<T>;
  /** Not even the answer of a moment ago will do. */
  fresh?: boolean | undefined;
}

export interface RememberedAnswers {
  ask<T>(question: Question<T>): Promise<Answer<T>>;
  /** Forgets every answer whose key contains the text, so that the next question reaches GitLab. */
  forget(part: string): void;
}

const goodForMs = 10_000;
/** Somebody who presses "refresh" again and again still asks GitLab no more often than this. */
const freshForMs = 2_000;
const pauseAfterFailureMs = 15_000;
const pauseWhenLimitedMs = 60_000;
const mostRemembered = 500;

/**
 * Keeps panels from asking GitLab the same thing again and again: an answer is good for some seconds, questions at
 * the same time are one, and after a failure the last answer is given with the reason until GitLab has had a rest.
 */
export function rememberAnswers(now: () => number = Date.now): RememberedAnswers {
  const entries = new Map<string, Remembered>();

  function entryOf(key: string): Remembered {
    const known = entries.get(key);
    // Put at the end: what was not asked for longest is forgotten first.
    entries.delete(key);
    const entry = known ?? {
      answer: { value: null, askedAt: null, problem: null },
      version: '',
      askedAtMs: Number.NEGATIVE_INFINITY,
      notBeforeMs: Number.NEGATIVE_INFINITY,
      pending: null,
    };
    entries.set(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= mostRemembered) break;
      entries.delete(oldest);
    }
    return entry;
  }

  async function read(
    entry: Remembered,
    key: string,
    work: () => Promise<unknown>,
  ): Promise<Answer<unknown>> {
    try {
      const value = await work();
      entry.askedAtMs = now();
      entry.answer = { value, askedAt: new Date(entry.askedAtMs).toISOString(), problem: null };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { problem } = error;
      if (!errorTable[problem.code].retry) {
        // No access any more: what was told before is not to be shown either.
        entries.delete(key);
        return { value: null, askedAt: null, problem };
      }
      const pauseMs = problem.code === 'gitlab-rate-limited' ? pauseWhenLimitedMs : pauseAfterFailureMs;
      entry.notBeforeMs = now() + pauseMs;
      entry.answer = { ...entry.answer, problem };
    }
    return entry.answer;
  }

  return {
    async ask({ key, version, read: work, fresh = false }) {
      const entry = entryOf(key);
      // What is being asked now is about the version before.
      while (entry.pending && entry.version !== version) await entry.pending.catch(() => {});
      const isCurrent = entry.answer.problem === null && entry.version === version;
      const isGood = isCurrent && now() - entry.askedAtMs < (fresh ? freshForMs : goodForMs);
      if (!isGood && !entry.pending && now() >= entry.notBeforeMs) {
        entry.version = version;
        entry.pending = read(entry, key, work).finally(() => {
          entry.pending = null;
        });
      }
      return (await (entry.pending ?? entry.answer)) as Answer<never>;
    },

    forget(part) {
      for (const key of entries.keys()) if (key.includes(part)) entries.delete(key);
    },
  };
}
