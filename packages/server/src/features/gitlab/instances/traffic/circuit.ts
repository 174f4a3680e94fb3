export interface CircuitState {
  /** `half-open`: one request is out to see whether GitLab answers again. */
  state: 'closed' | 'open' | 'half-open';
  /** When the failures began that follow each other without an answer; null without any. */
  failingSince: Date | null;
  /** When the next request goes out; null while all do. */
  retryAt: Date | null;
}

export interface Circuit {
  /** Whether a request may go out now; one that may while GitLab fails is the one that tries. */
  admit(): boolean;
  noteAnswer(): void;
  noteFailure(failure: { timedOut: boolean }): void;
  /** The caller ended a request: nothing is known, and another one may try. */
  noteGivenUp(): void;
  read(): CircuitState;
}

/** Time-outs are what hurts: each keeps a person waiting as long as it takes. */
const timeOutsToOpen = 3;
const failuresToOpen = 5;
/** Failures further apart than this do not follow each other. */
const apartMs = 60_000;
const firstPauseMs = 5_000;
const longestPauseMs = 30_000;
/** A request that tries, such as a large push, may take longer than others should wait for it. */
const tryingMs = 10_000;

/**
 * Stops asking a GitLab that does not answer, so that everybody is told at once instead of waiting in vain, and
 * asks it again by one request after a pause, which grows from 5 to 30 seconds.
 */
export function createCircuit({
  now = () => performance.now(),
  onChange,
}: {
  now?: () => number;
  /** Called when GitLab is taken to be down, and when it answers again. */
  onChange?: (isOpen: boolean) => void;
} = {}): Circuit {
  let failures = 0;
  let timeOuts = 0;
  let failingSince: Date | null = null;
  let lastFailureAt = 0;
  let pauseMs = 0;
  let retryAt = 0;
  let tryingUntil = 0;

  const isOpen = () => pauseMs > 0;
  const isTrying = () => now() < tryingUntil;

  function pause(): void {
    pauseMs = Math.min(longestPauseMs, pauseMs * 2 || firstPauseMs);
    retryAt = now() + pauseMs;
    tryingUntil = 0;
  }

  return {
    admit() {
      if (!isOpen()) return true;
      if (now() < retryAt || isTrying()) return false;
      tryingUntil = now() + tryingMs;
      return true;
    },

    noteAnswer() {
      const wasOpen = isOpen();
      failures = timeOuts = pauseMs = tryingUntil = 0;
      failingSince = null;
      if (wasOpen) onChange?.(false);
    },

    noteFailure({ timedOut }) {
      if (!isOpen() && now() - lastFailureAt > apartMs) {
        failures = timeOuts = 0;
        failingSince = null;
      }
      lastFailureAt = now();
      failingSince ??= new Date();
      failures += 1;
      if (timedOut) timeOuts += 1;
      // One that was sent before the pause tells nothing new.
      if (isOpen()) return isTrying() ? pause() : undefined;
      if (failures < failuresToOpen && timeOuts < timeOutsToOpen) return;
      pause();
      onChange?.(true);
    },

    noteGivenUp() {
      tryingUntil = 0;
    },

    read() {
      if (!isOpen()) return { state: 'closed', failingSince, retryAt: null };
      const waitMs = Math.max(0, Math.max(retryAt, tryingUntil) - now());
      const state = now() >= retryAt && isTrying() ? 'half-open' : 'open';
      return { state, failingSince, retryAt: new Date(Date.now() + waitMs) };
    },
  };
}
