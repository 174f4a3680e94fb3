/** How a request ended, seen from afar. A redirect is `ok`: the client decides whether it goes there. */
export const outcomes = ['ok', 'refused', 'rate-limited', 'server-error', 'no-answer'] as const;
export type Outcome = (typeof outcomes)[number];

/** What was asked. How long a transfer takes says nothing about GitLab. */
export type AnswerKind = 'api' | 'oauth' | 'git' | 'git-transfer';

export function toOutcome(status: number): Outcome {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'ok';
}

/** @param path below the instance's address */
export function toAnswerKind(path: string): AnswerKind {
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/oauth/')) return 'oauth';
  return path.includes('/info/refs?') ? 'git' : 'git-transfer';
}
