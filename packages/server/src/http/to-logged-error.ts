import { redact } from '@notelab/gitlab';

export type LoggedError = {
  type: string;
  message: string;
  stack: string;
  code?: string;
  cause?: LoggedError;
};

/**
 * What the log tells of an error: no other field of it, because errors carry requests, replies and, those of the
 * database, the values of the failed query: sessions, invitations, addresses.
 */
export function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: clean(String(error)), stack: '' };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: clean(error.message),
    stack: clean(error.stack ?? ''),
    ...(typeof code === 'string' && { code }),
    ...(error.cause !== undefined && depth < 4 && { cause: toLoggedError(error.cause, depth + 1) }),
  };
}

/** The end of `Failed query: …\nparams: …`, up to the stack. */
const values = /\nparams: [\s\S]*?(?=\n {4}at |$)/g;

function clean(text: string): string {
  return redact(text.replace(values, '\nparams: [left out]'));
}
