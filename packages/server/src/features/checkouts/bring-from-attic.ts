import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Attic } from './attic.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { keepOldClone } from './keep-old-clone.ts';

/**
 * Gives a new clone what was only in the last one of the same repository that was disconnected from this project, as
 * a recovery point.
 * @returns where the clone is now
 */
export async function bringFromAttic(
  { sessions, attic }: { sessions: GitSessions; attic: Attic },
  checkout: AuthorizedCheckout,
  clone: string,
  { signal, report }: Pick<Job, 'signal' | 'report'>,
): Promise<string> {
  const entry = await attic.findDisconnected(checkout);
  if (!entry) return clone;
  report({ phase: 'Keeping what was disconnected', fraction: null });
  const { folder, by } = entry;
  const placed = join(folder, 'new');
  await sessions.giveToJail(folder);
  await removeTree(placed);
  await rename(clone, placed);
  await keepOldClone({ sessions }, folder, {
    reason: 'Before it was disconnected',
    by,
    signal,
    before: null,
  });
  return placed;
}
