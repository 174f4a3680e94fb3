import type { Pass, PassRepository } from '../../passes/passes.ts';
import type { Authorise, Authorised } from '../authorise.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** Only terminals upload objects and lock files: a push of the interface is bound to commits, which hold pointers. */
export async function authoriseLfs(
  authorise: Authorise,
  pass: Pass,
  about: { repository: PassRepository; write: boolean },
): Promise<Authorised | Refusal> {
  if (about.write && pass.access !== 'write') {
    return refuse(403, 'forbidden', 'This action may read from GitLab, not write to it.');
  }
  return authorise(pass, about);
}
