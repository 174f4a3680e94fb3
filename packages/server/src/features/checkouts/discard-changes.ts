import { newId, type Outcome } from '@notelab/contract';
import { discardChanges as discardInGit, isRepositoryPath, readStatus } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { refuseUnderWay } from './merging/refuse-under-way.ts';
import { removeOldPoints } from './recovery-points.ts';

/** Refuses what no file can be called before anything is queued. */
export function refuseImpossiblePaths(paths: string[] | null): void {
  const bad = paths?.find((path) => !isRepositoryPath(path.replace(/\/$/, '')));
  if (bad !== undefined) fail('path-invalid', `“${bad}” names no file of this repository.`);
}

/**
 * Makes files what the last commit has. Everything is kept as a recovery point first, also what is not discarded.
 * @param paths null for all that changed
 */
export async function discardChanges(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  paths: string[] | null,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const chosen = paths ?? (await listChanged(sessions, checkout));
  if (chosen.length === 0) fail('nothing-to-commit', 'Nothing has changed since the last commit.');
  const { name, email } = checkout.project.user;
  const result = await discardInGit(git, checkout.dir, {
    id: newId(),
    reason: `Before discarding ${chosen.length === 1 ? `the changes of ${chosen[0]}` : `${chosen.length} files’ changes`}`,
    by: { name, email },
    // Git names a repository inside the repository with a slash at its end.
    paths: chosen.map((path) => path.replace(/\/$/, '')),
    signal: job.signal,
  });
  switch (result.kind) {
    case 'discarded':
      await removeOldPoints(git, checkout.dir);
      return { kind: 'discarded', fileCount: chosen.length };
    case 'cannot-be-kept':
      return fail(
        'file-too-large',
        'These are too large to be kept in a recovery point, or repositories of their own. Nothing was changed: delete them in the file tree if they may go for good.',
        { files: result.paths.slice(0, 200) },
      );
    case 'operation-in-progress':
      return refuseUnderWay(result.operation);
    case 'no-commit-yet':
      return fail('nothing-to-commit', 'There is no commit yet that files could go back to.');
  }
}

async function listChanged(sessions: GitSessions, checkout: AuthorizedCheckout): Promise<string[]> {
  const { entries } = await readStatus(sessions.local(checkout), checkout.dir, { limit: 50_000 });
  return entries.flatMap(({ path, originalPath }) => (originalPath ? [path, originalPath] : [path]));
}
