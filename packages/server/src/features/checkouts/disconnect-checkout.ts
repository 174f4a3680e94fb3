import type { Outcome } from '@notelab/contract';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { Attic } from './attic.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { setAside } from './recover-checkouts.ts';
import type { CheckoutStore } from './store.ts';
import { readUnpushedWork, refuseLoss } from './unpushed-work.ts';

/**
 * Takes the checkout and its folder out of the project. The folder stays in the attic for a while, so that what was
 * only there comes back when the repository is connected again.
 */
export async function disconnectCheckout(
  {
    sessions,
    projects,
    store,
    attic,
  }: { sessions: GitSessions; projects: Projects; store: CheckoutStore; attic: Attic },
  checkout: AuthorizedCheckout,
  { discardWork }: { discardWork: boolean },
  job: Job,
): Promise<Outcome> {
  if (!discardWork) refuseLoss(await readUnpushedWork(sessions, checkout));
  job.signal.throwIfAborted();
  const { id, projectId, repositoryId, folderName } = checkout;
  const { name, email } = checkout.project.user;
  const { staging } = projects.filesOf(projectId);
  const { folder, old } = await setAside(staging, id, checkout.dir);
  // Kept before it is forgotten: a server that dies in between finishes this at its next start.
  if (old)
    await attic.keep(old, id, {
      projectId,
      repositoryId,
      folderName,
      by: { name, email },
      why: 'disconnect',
    });
  await store.delete(id);
  await removeTree(folder);
  return { kind: 'disconnected' };
}
