import { lstat } from 'node:fs/promises';
import type { UnpushedWork } from '@notelab/contract';
import { GitError, readUnpushedWork as readGitUnpushedWork } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { countLeftFiles } from './left-changes.ts';

const nothing: UnpushedWork = {
  changedFiles: [],
  changedFileCount: 0,
  untrackedFiles: [],
  untrackedFileCount: 0,
  ignoredFileCount: 0,
  commits: [],
  commitCount: 0,
  stashCount: 0,
  leftFileCount: 0,
  unreadable: false,
};

/** What exists only in this checkout and would go with it. */
export async function readUnpushedWork(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<UnpushedWork> {
  if (!(await lstat(checkout.dir).catch(() => null))) return nothing;
  try {
    const work = await readGitUnpushedWork(sessions.local(checkout), checkout.dir);
    const left = await countLeftFiles(sessions, checkout);
    return {
      changedFiles: work.uncommitted.entries.map((entry) => entry.path),
      changedFileCount: work.uncommitted.count,
      untrackedFiles: work.untracked.paths,
      untrackedFileCount: work.untracked.count,
      ignoredFileCount: work.ignored.count,
      commits: work.commits.list.map(({ oid, subject, branch }) => ({
        branch: branch ?? 'HEAD',
        oid,
        subject,
      })),
      commitCount: work.commits.count,
      stashCount: work.stashes.count,
      leftFileCount: [...left.values()].reduce((sum, count) => sum + count, 0),
      unreadable: false,
    };
  } catch (error) {
    if (error instanceof GitError) return { ...nothing, unreadable: true };
    throw error;
  }
}

/** Refuses to go on while there is something to lose. */
export function refuseLoss(work: UnpushedWork): void {
  const files = [...work.changedFiles, ...work.untrackedFiles];
  if (work.unreadable)
    fail(
      'work-would-be-lost',
      'The repository is damaged, so Notelab cannot tell what would be lost. Confirm to go on.',
    );
  if (files.length + work.commits.length + work.stashCount + work.leftFileCount > 0)
    fail('work-would-be-lost', 'There is work here that is not on GitLab. Confirm to give it up.', {
      files: files.slice(0, 200),
    });
}
