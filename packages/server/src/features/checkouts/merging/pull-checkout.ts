import { newId, type Outcome } from '@notelab/contract';
import { pullBranch, readStatus } from '@notelab/git';
import { fail } from '../../../problem.ts';
import type { Job } from '../../operations/operations.ts';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import { fetchAs } from '../fetch-checkout.ts';
import type { GitSessions } from '../git-sessions.ts';
import { removeOldPoints } from '../recovery-points.ts';
import { toPullOutcome } from './finish-merge.ts';
import { mergeNotebook } from './merge-notebook.ts';

/**
 * Brings what GitLab has into the current branch: by moving it on where that is enough, else by a merge or rebase, as
 * the checkout is set. Local changes are set aside and given back. With conflicts it ends as under way.
 */
export async function pullCheckout(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  job.report({ phase: 'Updating files', fraction: null });
  const git = sessions.local(checkout);
  const { head, upstream: tracked } = await readStatus(git, checkout.dir);
  if (head.branch === null) fail('no-branch', 'The checkout is on no branch. Choose one to pull.');
  const { user } = checkout.project;
  const upstream = tracked?.replace(/^origin\//, '') ?? head.branch;
  const into = upstream === head.branch ? '' : ` into ${head.branch}`;
  const result = await pullBranch(git, checkout.dir, {
    branch: head.branch,
    upstream,
    way: checkout.pullWay,
    message: `Merge branch '${upstream}' of ${checkout.repository.webUrl}${into}`,
    as: await sessions.identityOf(user, checkout.repository),
    keepAs: () => ({ id: newId(), reason: `Before pulling ${upstream}`, by: user }),
    mergeNotebook,
    signal: job.signal,
  });
  await removeOldPoints(git, checkout.dir);
  switch (result.kind) {
    case 'up-to-date':
    case 'unborn':
      return { kind: 'up-to-date' };
    case 'updated':
      return { kind: 'updated', from: result.from ?? '', to: result.to, fileCount: result.fileCount };
    case 'unrelated-histories':
      return fail(
        'unrelated-histories',
        result.isShallow
          ? `This clone has only a part of the history, and none that “${head.branch}” here and on GitLab share. Nothing was changed.`
          : `“${head.branch}” here and on GitLab have no commit in common: the branch was begun anew. Nothing was changed.`,
      );
    case 'blocked':
      return fail(
        'local-changes-in-the-way',
        'These files are in the way of the pull and cannot be set aside. Nothing was changed.',
        { files: result.files.slice(0, 200) },
      );
    case 'changed-meanwhile':
      return fail('git-busy', 'These files were written to at this very moment. Nothing was changed.', {
        files: result.files.slice(0, 200),
      });
    case 'upstream-gone':
      return fail(
        'branch-gone',
        `“${tracked ?? head.branch}” is not on GitLab (any more). Your local branch is untouched.`,
      );
    case 'not-current':
      return fail('git-busy', 'Somebody switched the branch meanwhile.');
    case 'pull-in-progress':
      return fail('merge-in-progress', 'An earlier pull is under way. Finish or abort it first.');
    case 'operation-in-progress':
      return fail('merge-in-progress', `A ${result.operation} is under way. Finish or abort it first.`);
    case 'unresolved-conflicts':
      return fail('merge-in-progress', 'There are files with conflicts. Resolve them first.');
    default:
      return toPullOutcome(result);
  }
}
