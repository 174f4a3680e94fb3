import { lstat, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outcome } from '@notelab/contract';
import { verifyClone } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { Attic } from './attic.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { carryUnkeptFiles } from './carry-unkept-files.ts';
import { type BranchNotes, cloneAside } from './clone-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { carryOldState, keepOldClone } from './keep-old-clone.ts';
import { setAside } from './recover-checkouts.ts';
import { removeOldPoints } from './recovery-points.ts';
import { readUnpushedWork } from './unpushed-work.ts';

interface ReCloneContext {
  sessions: GitSessions;
  projects: Projects;
  sightings: BranchNotes;
  attic: Attic;
}

/**
 * Clones from scratch into the same folder. The old clone is replaced only when the new one is whole and holds all
 * that was only in the old one, as a recovery point; a re-clone that fails or is cancelled changes nothing. Works on
 * a broken repository too: then its files are in the point, and the old folder is kept in the attic.
 */
export async function reCloneCheckout(
  context: ReCloneContext,
  checkout: AuthorizedCheckout,
  { discardWork }: { discardWork: boolean },
  job: Job,
): Promise<Outcome> {
  const { sessions, projects, attic } = context;
  const { dir } = checkout;
  const { name, email } = checkout.project.user;
  const by = { name, email };
  const { signal } = job;
  await makeWay(checkout);
  if (!discardWork && (await readUnpushedWork(sessions, checkout)).unreadable)
    fail(
      'work-would-be-lost',
      'The repository is damaged: its files can be kept, commits and stashes that are only in it cannot. Confirm to go on.',
    );
  return cloneAside(context, checkout, job, async (clone, branch) => {
    job.report({ phase: 'Checking the new clone', fraction: null });
    const to = { git: sessions.inFolder(dirname(clone)), dir: clone };
    await verifyClone(to.git, clone, { branch, signal });
    job.report({ phase: 'Keeping what is only here', fraction: null });
    const from = { git: sessions.local(checkout), dir };
    const isThere = (await lstat(dir).catch(() => null)) !== null;
    const reason = 'Before the re-clone';
    const before = isThere ? await carryOldState(from, to, { reason, by, signal }) : null;

    // From here on nobody else is at work in the old clone: what was done meanwhile is kept, too.
    const { staging } = projects.filesOf(checkout.projectId);
    const { folder, old } = await setAside(staging, checkout.id, dir);
    try {
      const placed = join(folder, 'new');
      await sessions.giveToJail(folder);
      await rename(clone, placed);
      let isDamaged = false;
      if (old) {
        const kept = await keepOldClone(context, folder, { reason, by, signal, before });
        isDamaged = kept.isDamaged;
        await carryUnkeptFiles(context, folder, { leftOut: kept.point.leftOut, isDamaged });
        await removeOldPoints(sessions.inFolder(folder), placed);
      }
      signal.throwIfAborted();
      await rename(placed, dir);
      const { id, projectId, repositoryId, folderName } = checkout;
      if (old && isDamaged)
        await attic.keep(old, id, { projectId, repositoryId, folderName, by, why: 're-clone' });
    } catch (error) {
      if (old && !(await lstat(dir).catch(() => null))) await rename(old, dir);
      throw error;
    } finally {
      await removeTree(folder);
    }
    return { kind: 're-cloned' };
  });
}

/** A file or link in place of the folder is no clone; it stays in the project under another name. */
async function makeWay({ dir, folderName }: AuthorizedCheckout): Promise<void> {
  const there = await lstat(dir).catch(() => null);
  if (!there || there.isDirectory()) return;
  const aside = `${dir} (before the re-clone)`;
  if (await lstat(aside).catch(() => null))
    fail('folder-exists', `Rename or delete “${folderName} (before the re-clone)” first.`);
  await rename(dir, aside);
}
