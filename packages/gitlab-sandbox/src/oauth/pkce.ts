import { createHash } from 'node:crypto';
import { sameText } from '../state/secrets.ts';

export type ChallengeMethod = 'plain' | 'S256';

/** RFC 7636, section 4.6. */
export function isVerifierFor(challenge: string, method: ChallengeMethod, verifier: string): boolean {
  const computed = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return sameText(computed, challenge);
}
