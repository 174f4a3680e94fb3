import type { IncomingHttpHeaders } from 'node:http';
import { errorFromFailure } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import { type AnswerKind, type Outcome, toAnswerKind, toOutcome } from './outcome.ts';

export interface ObservedAnswer {
  kind: AnswerKind;
  outcome: Outcome;
  /** The status or what went wrong, without a secret and without what was asked. */
  words: string;
  /** Null when no answer came. */
  headers: IncomingHttpHeaders | null;
  /** Until the answer began; null when none did. */
  answeredAfterMs: number | null;
}

/**
 * Tells of each request to the instance once it is over. What goes elsewhere, to the object storage of LFS, is not
 * told; neither is what the caller gave up.
 */
export function observe(
  instanceUrl: string,
  tell: (answer: ObservedAnswer) => void,
): Dispatcher.DispatchInterceptor {
  const base = new URL(instanceUrl);
  const basePath = base.pathname.replace(/\/$/, '');
  return (dispatch) => (options, handler) => {
    const { path } = options;
    const isInstance = String(options.origin) === base.origin && path.startsWith(`${basePath}/`);
    if (!isInstance) return dispatch(options, handler);
    return dispatch(options, watchAnswer(toAnswerKind(path.slice(basePath.length)), options, handler, tell));
  };
}

function watchAnswer(
  kind: AnswerKind,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
  tell: (answer: ObservedAnswer) => void,
): Dispatcher.DispatchHandler {
  const startedAt = performance.now();
  let answer: { status: number; headers: IncomingHttpHeaders; afterMs: number } | null = null;
  let told = false;

  function tellOnce(failure: Error | null): void {
    if (told) return;
    told = true;
    const headers = answer?.headers ?? null;
    const answeredAfterMs = answer?.afterMs ?? null;
    const about = { kind, headers, answeredAfterMs };
    if (failure) tell({ ...about, outcome: 'no-answer', words: errorFromFailure(failure).message });
    else if (answer) tell({ ...about, outcome: toOutcome(answer.status), words: `HTTP ${answer.status}` });
  }

  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, status, headers, message) {
      if (status >= 200) answer = { status, headers, afterMs: performance.now() - startedAt };
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd(controller, trailers) {
      tellOnce(null);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      if (!isGivenUp(options, error)) tellOnce(error);
      else if (answer) tellOnce(null);
      handler.onResponseError?.(controller, error);
    },
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
  };
}

/** Whether the caller ended the request, for another reason than that GitLab was too slow. */
function isGivenUp(options: Dispatcher.DispatchOptions, error: Error): boolean {
  const { signal } = options as { signal?: AbortSignal };
  if (signal?.aborted) return (signal.reason as Error | undefined)?.name !== 'TimeoutError';
  return 'code' in error && error.code === 'UND_ERR_ABORTED';
}
