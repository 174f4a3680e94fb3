import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '@notelab/contract';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { cloneAside } from './clone-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
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
    const old = join(staging, `replaced-${job.operationId}`);
    const existed = await renameIfThere(checkout.dir, old);
    try {
      await rename(clone, checkout.dir);
    } catch (error) {
      if (existed) await rename(old, checkout.dir);
      throw error;
    }
    if (existed) await removeTree(old);
    return { kind: 're-cloned' };
  });
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
