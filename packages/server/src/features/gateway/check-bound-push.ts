import type { BoundPush } from '../passes/passes.ts';
import type { PushCommandList } from './receive-pack-commands.ts';
import { type Refusal, refuse } from './refusal.ts';

/** Whether a push does exactly what its pass was made for: one command, this ref, from this commit to that one. */
export function checkBoundPush(push: PushCommandList, bound: BoundPush): Refusal | null {
  const [only, second] = push.commands;
  // Options make GitLab do more than update a ref (`merge_request.create`, `ci.skip`), and any collaborator can
  // put them into the repository's configuration.
  if (push.capabilities.includes('push-options')) {
    return refuse(403, 'push-refused', 'Push options are not possible here. Nothing was pushed.');
  }
  if (!only && push.bytesAfter === 0) return null;
  if (!only || second) {
    return refuse(403, 'push-refused', `This push may only update ${bound.ref}. Nothing was pushed.`);
  }
  if (only.ref !== bound.ref || only.oldOid !== bound.oldOid || only.newOid !== bound.newOid) {
    return refuse(
      403,
      'push-refused',
      `This push may only move ${bound.ref} from ${shorten(bound.oldOid)} to ${shorten(bound.newOid)}. Nothing was pushed.`,
    );
  }
  return null;
}

const shorten = (oid: string) => oid.slice(0, 8);
