import type { Dispatcher } from 'undici';
import { type AnswerKind, toAnswerKind } from './answer-kind.ts';
import { createInstancePaths } from './instance-paths.ts';

/**
 * Asks before each request to the instance whether it may go out.
 * @param check throws why not; it is given the credential that the request carries, empty without any
 */
export function holdBack(
  instanceUrl: string,
  check: (credential: string, kind: AnswerKind) => void,
): Dispatcher.DispatchInterceptor {
  const findPath = createInstancePaths(instanceUrl);
  return (dispatch) => (options, handler) => {
    const path = findPath(options);
    if (path !== null && !(mustGoOut in options)) check(credentialOf(options), toAnswerKind(path));
    return dispatch(options, handler);
  };
}

const mustGoOut = Symbol('must go out');

/**
 * The dispatcher, for what is sent also while GitLab is taken to be down or asks to wait: what would be lost otherwise
 * (the code of a person who has just consented), and what must not stay (a token to be revoked).
 */
export function regardless(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, [mustGoOut]: true } as typeof options, handler),
  );
}

/** What GitLab knows the sender by. */
export function credentialOf({ headers }: Dispatcher.DispatchOptions): string {
  if (!headers || Array.isArray(headers) || Symbol.iterator in headers) return '';
  return String(headers.authorization ?? '');
}
