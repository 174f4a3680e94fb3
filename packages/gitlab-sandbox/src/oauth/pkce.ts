import { createHash } from 'node:crypto';
import { sameText } from '../state/secrets.ts';

export type ChallengeMethod = 'plain' | 'S256';

export interface Challenge {
  codeChallenge: string | null;
  codeChallengeMethod: ChallengeMethod;
}

/** RFC 7636, section 4.6. Where nothing was challenged, no verifier is right. */
export function isVerifierFor({ codeChallenge, codeChallengeMethod }: Challenge, verifier: string): boolean {
  if (codeChallenge === null) return false;
  const isPlain = codeChallengeMethod === 'plain';
  const computed = isPlain ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return sameText(computed, codeChallenge);
}
