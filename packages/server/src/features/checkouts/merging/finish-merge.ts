import { newId, type Outcome } from '@notelab/contract';
import { abortOngoing, type FinishResult, finishOngoing } from '@notelab/git';
import { fail } from '../../../problem.ts';
import type { Job } from '../../operations/operations.ts';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import type { GitSessions } from '../git-sessions.ts';
import { removeOldPoints } from '../recovery-points.ts';
import { mergeNotebook } from './merge-notebook.ts';

/** Takes what is under way as far as it goes: to its end, or to the next conflict of a rebase. */
export async function finishMerge(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  const as = await sessions.identityOf(checkout.project.user, checkout.repository);
  const options = { as, mergeNotebook, signal: job.signal };
  const result = await finishOngoing(sessions.local(checkout), checkout.dir, options);
  return toPullOutcome(result);
}

export function toPullOutcome(result: FinishResult): Outcome {
  switch (result.kind) {
    case 'pulled': {
      const { way, from, to, fileCount } = result;
      return way === 'fast-forward'
        ? { kind: 'updated', from, to, fileCount }
        : { kind: 'merged', way, from, to, fileCount };
    }
    case 'conflicts':
      return { kind: 'conflicts', fileCount: result.files.length };
    case 'finished':
      return { kind: 'finished' };
    case 'stopped':
      return fail(
        'merge-in-progress',
        'The rebase has come to a place where it was told to stop. Go on in the terminal, or finish it here.',
      );
    case 'changes-in-the-way':
      return failGiveBack(result.files);
    case 'nothing-ongoing':
      return fail('nothing-under-way', 'It was finished or aborted meanwhile.');
  }
}

/** Goes back to the state before. What was resolved so far is kept as a recovery point. */
export async function abortMerge(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  // Not cancelled half-way: it is the way out.
  const result = await abortOngoing(git, checkout.dir, {
    id: newId(),
    reason: 'Before aborting a merge',
    by: { name, email },
  });
  await removeOldPoints(git, checkout.dir);
  switch (result.kind) {
    case 'aborted':
      return { kind: 'aborted' };
    case 'nothing-ongoing':
      return fail('nothing-under-way', 'It was finished or aborted meanwhile.');
    case 'not-current':
      return fail(
        'merge-in-progress',
        `Somebody went to “${result.branch}”. Go back to the branch that was pulled first. Nothing was changed.`,
      );
    case 'changes-in-the-way':
      return failGiveBack(result.files);
  }
}

function failGiveBack(files: string[]): never {
  return fail(
    'changes-not-given-back',
    'Your local changes are still set aside: these files are where theirs have to go. Move or delete them, then give the changes back.',
    { files: files.slice(0, 200) },
  );
}
