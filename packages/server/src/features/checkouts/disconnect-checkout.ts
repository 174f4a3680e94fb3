import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '@notelab/contract';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import type { CheckoutStore } from './store.ts';
import { readUnpushedWork, refuseLoss } from './unpushed-work.ts';

/** Takes the checkout and its folder out of the project. */
export async function disconnectCheckout(
  { sessions, projects, store }: { sessions: GitSessions; projects: Projects; store: CheckoutStore },
  checkout: AuthorizedCheckout,
  { discardWork }: { discardWork: boolean },
  job: Job,
): Promise<Outcome> {
  if (!discardWork) refuseLoss(await readUnpushedWork(sessions, checkout));
  job.signal.throwIfAborted();
  const aside = join(projects.filesOf(checkout.projectId).staging, `removed-${job.operationId}`);
  await rename(checkout.dir, aside).catch(ignoreMissing);
  await store.delete(checkout.id);
  await removeTree(aside);
  return { kind: 'disconnected' };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
