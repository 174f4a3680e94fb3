import type { IncomingHttpHeaders } from 'node:http';
import { errorFromFailure, type GitLabError } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import { type AnswerKind, toAnswerKind } from './answer-kind.ts';
import { credentialOf } from './hold-back.ts';
import { createInstancePaths } from './instance-paths.ts';

export interface ObservedAnswer {
  kind: AnswerKind;
  status: number;
  headers: IncomingHttpHeaders;
  /** What the request was sent with. */
  credential: string;
  /** Until the answer began. */
  afterMs: number;
}

/** Told of each request to an instance. */
export interface Observer {
  /** An answer begins. */
  answers(answer: ObservedAnswer): void;
  /** The answer is whole, or the caller wanted no more of it. */
  ends(answer: ObservedAnswer): void;
  /** No answer came, or (`answer`) one that broke off. */
  fails(failure: GitLabError, kind: AnswerKind, answer: ObservedAnswer | null): void;
  /** The caller ended the request before there was an answer. */
  isGivenUp(): void;
}

/** Watches the requests to the instance, and not those to elsewhere, to the object storage of LFS for one. */
export function observe(instanceUrl: string, observer: () => Observer): Dispatcher.DispatchInterceptor {
  const findPath = createInstancePaths(instanceUrl);
  return (dispatch) => (options, handler) => {
    const path = findPath(options);
    if (path === null) return dispatch(options, handler);
    return dispatch(options, watchAnswer(toAnswerKind(path), options, handler, observer()));
  };
}

function watchAnswer(
  kind: AnswerKind,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
  observer: Observer,
): Dispatcher.DispatchHandler {
  const startedAt = performance.now();
  let answer: ObservedAnswer | null = null;

  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, status, headers, message) {
      if (status >= 200) {
        const afterMs = performance.now() - startedAt;
        answer = { kind, status, headers, credential: credentialOf(options), afterMs };
        observer.answers(answer);
      }
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd(controller, trailers) {
      if (answer) observer.ends(answer);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      if (!isGivenUp(options, error)) observer.fails(errorFromFailure(error), kind, answer);
      else if (answer) observer.ends(answer);
      else observer.isGivenUp();
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
