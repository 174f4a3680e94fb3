import type { Pass, PassRepository } from '../../passes/passes.ts';
import type { Authorise, Authorised } from '../authorise.ts';
import { type Refusal, refuse } from '../refusal.ts';

/**
 * Terminals upload objects and lock files. The interface uploads what a push of its own names, with a pass for exactly
 * these objects; a pass for the push itself is bound to commits, which hold pointers.
 * @param about.oids what is to be uploaded, when that is what it is about
 */
export async function authoriseLfs(
  authorise: Authorise,
  pass: Pass,
  about: { repository: PassRepository; write: boolean; oids?: string[] },
): Promise<Authorised | Refusal> {
  if (about.write && !mayWrite(pass, about.oids)) {
    return refuse(403, 'forbidden', 'This action may read from GitLab, not write to it.');
  }
  return authorise(pass, about);
}

function mayWrite({ access }: Pass, oids: string[] | undefined): boolean {
  if (access === 'write') return true;
  if (typeof access === 'string' || !('upload' in access) || !oids) return false;
  return oids.every((oid) => access.upload.oids.has(oid));
}
