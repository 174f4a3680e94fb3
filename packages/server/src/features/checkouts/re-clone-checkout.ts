import { rename } from 'node:fs/promises';
import type { Outcome } from '@notelab/contract';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { cloneAside } from './clone-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { setAside } from './recover-checkouts.ts';
import { readUnpushedWork, refuseLoss } from './unpushed-work.ts';

/**
 * Clones from scratch into the same folder. The old folder is replaced only when the new clone is whole, so a
 * clone that fails or is cancelled changes nothing. Works on a broken repository too.
 */
export async function reCloneCheckout(
  context: { sessions: GitSessions; projects: Projects },
  checkout: AuthorizedCheckout,
  { discardWork }: { discardWork: boolean },
  job: Job,
): Promise<Outcome> {
  const askAboutLoss = async () => {
    if (!discardWork) refuseLoss(await readUnpushedWork(context.sessions, checkout));
  };
  await askAboutLoss();
  return cloneAside(context, checkout, job, async (clone) => {
    // Asked again: work may have been done while the clone ran.
    await askAboutLoss();
    const { staging } = context.projects.filesOf(checkout.projectId);
    const old = await setAside(staging, checkout.id, checkout.dir);
    try {
      await rename(clone, checkout.dir);
    } catch (error) {
      if (old) await rename(old, checkout.dir);
      throw error;
    }
    if (old) await removeTree(old);
    return { kind: 're-cloned' };
  });
}
