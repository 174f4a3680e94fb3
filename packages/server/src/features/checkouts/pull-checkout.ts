import type { Outcome } from '@notelab/contract';
import { pullFastForward, readStatus } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseSwitch } from './branch-refusals.ts';
import { fetchAs } from './fetch-checkout.ts';
import type { GitSessions } from './git-sessions.ts';

/** Brings the current branch to what GitLab has, when that only adds commits; otherwise changes nothing. */
export async function pullCheckout(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  job.report({ phase: 'Updating files', fraction: null });
  const git = sessions.local(checkout);
  const { head, upstream } = await readStatus(git, checkout.dir);
  if (head.branch === null) fail('no-branch', 'The checkout is on no branch. Choose one to pull.');
  const result = await pullFastForward(git, checkout.dir, {
    branch: head.branch,
    upstream: upstream?.replace(/^origin\//, '') ?? head.branch,
    signal: job.signal,
  });
  switch (result.kind) {
    case 'up-to-date':
    case 'unborn':
      return { kind: 'up-to-date' };
    case 'updated':
      return { kind: 'updated', from: result.from ?? '', to: result.to, fileCount: result.fileCount };
    case 'diverged':
      return fail(
        'diverged',
        `“${head.branch}” has ${count(result.ahead, 'commit')} here and ${count(result.behind, 'other commit')} on GitLab. Nothing was changed.`,
      );
    case 'blocked':
      return fail(
        'local-changes-in-the-way',
        'Your local changes are in these files, which the pull would change too. Nothing was changed.',
        {
          files: result.files.slice(0, 200),
        },
      );
    case 'upstream-gone':
      return fail(
        'branch-gone',
        `“${upstream ?? head.branch}” is not on GitLab (any more). Your local branch is untouched.`,
      );
    case 'not-current':
      return fail('git-busy', 'Somebody switched the branch meanwhile.');
    default:
      return refuseSwitch(result);
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
