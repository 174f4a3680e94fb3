/** What was asked. How long a transfer takes says nothing about GitLab. */
export type AnswerKind = 'api' | 'oauth' | 'git' | 'git-transfer';

/**
 * How a request ended, seen from afar. A redirect is `ok`: the client decides whether it goes there. `held-back` was not
 * sent, because the circuit was open or GitLab had asked the user to wait.
 */
export const outcomes = ['ok', 'refused', 'rate-limited', 'server-error', 'no-answer', 'held-back'] as const;
export type Outcome = (typeof outcomes)[number];

/** @param path below the instance's address */
export function toAnswerKind(path: string): AnswerKind {
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/oauth/')) return 'oauth';
  return path.includes('/info/refs?') ? 'git' : 'git-transfer';
}

export function toOutcome(status: number): Outcome {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'ok';
}
