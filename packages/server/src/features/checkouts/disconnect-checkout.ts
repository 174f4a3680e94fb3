import type { Outcome } from '@notelab/contract';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { setAside } from './recover-checkouts.ts';
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
  const { staging } = projects.filesOf(checkout.projectId);
  const aside = await setAside(staging, checkout.id, checkout.dir);
  await store.delete(checkout.id);
  if (aside) await removeTree(aside);
  return { kind: 'disconnected' };
}
