import { lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '@notelab/contract';
import { cloneRepository, type Head } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { Sightings } from '../repositories/sightings.ts';
import type { Attic } from './attic.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { bringFromAttic } from './bring-from-attic.ts';
import type { GitSessions } from './git-sessions.ts';
import { reportProgress } from './report-progress.ts';

/** Remembers whether GitLab has a branch. */
export type BranchNotes = Pick<Sightings, 'noteBranchGone' | 'noteBranchesThere'>;

/**
 * Clones into a folder that no jail sees and renames the whole into the project: a cancelled or killed clone
 * leaves nothing in the project's files.
 */
export async function cloneCheckout(
  context: { sessions: GitSessions; projects: Projects; sightings: BranchNotes; attic: Attic },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  return cloneAside(context, checkout, job, async (clone, branch) => {
    if (await lstat(checkout.dir).catch(() => null)) refuseTakenFolder(checkout.folderName);
    await rename(await bringFromAttic(context, checkout, clone, job), checkout.dir);
    const kept = await context.attic.findDisconnected(checkout);
    if (kept) await context.attic.remove(kept);
    return { kind: 'cloned', branch };
  });
}

/**
 * Makes a fresh clone in a staging folder, hands it to `place`, and clears the staging folder whatever happens.
 */
export async function cloneAside(
  { sessions, projects, sightings }: { sessions: GitSessions; projects: Projects; sightings: BranchNotes },
  checkout: AuthorizedCheckout,
  job: Job,
  place: (clone: string, branch: string | null) => Promise<Outcome>,
): Promise<Outcome> {
  const { staging } = projects.filesOf(checkout.projectId);
  const aside = join(staging, `clone-${job.operationId}`);
  await mkdir(aside, { mode: 0o700 });
  try {
    await sessions.giveToJail(aside);
    const directory = join(aside, 'repository');
    const result = await sessions.asUser({ checkout, access: 'read', folder: aside }, ({ git, url }) =>
      cloneRepository(git, {
        url,
        directory,
        branch: checkout.defaultBranch ?? undefined,
        signal: job.signal,
        onProgress: reportProgress(job),
      }),
    );
    if (result.kind === 'branch-gone') {
      await sightings.noteBranchGone(checkout.repository, result.branch, checkout.project.user.id);
      fail(
        'integration-branch-gone',
        `The branch “${result.branch}” of the integration is not on GitLab any more. An admin can choose another branch in the integration.`,
      );
    }
    if (checkout.defaultBranch !== null)
      await sightings.noteBranchesThere(checkout.repository, [checkout.defaultBranch]);
    if (result.kind === 'directory-taken') refuseTakenFolder(checkout.folderName);
    job.signal.throwIfAborted();
    return await place(directory, branchOf(result.head));
  } finally {
    await removeTree(aside);
  }
}

export function refuseTakenFolder(folderName: string): never {
  return fail('folder-exists', `The project has a file or folder “${folderName}” already.`);
}

function branchOf(head: Head): string | null {
  return head.kind === 'detached' ? null : head.branch;
}
