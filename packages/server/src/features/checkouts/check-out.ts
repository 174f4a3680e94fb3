import { type BranchMove, type ChangesChoice, newId, type Outcome } from '@notelab/contract';
import { filterIgnored, type GitEnvironment, moveWithChanges, type SwitchRefusal } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseSwitch } from './branch-refusals.ts';
import type { GitSessions } from './git-sessions.ts';
import { countFiles, giveBackOnArrival } from './left-changes.ts';
import { mergeNotebook } from './merging/merge-notebook.ts';
import { removeOldPoints } from './recovery-points.ts';

type Went = { kind: 'switched'; branch: string } | SwitchRefusal;
type Blocked = Extract<SwitchRefusal, { kind: 'blocked-by-local-changes' }>;

interface CheckOut {
  /** What was asked for, in the problem when it cannot be done without a choice. */
  move: BranchMove;
  changes: ChangesChoice | undefined;
  /** The commit that will be checked out; null when there is none. */
  to(): Promise<string | null>;
  go(): Promise<Went>;
}

/** Checks a branch out with what was chosen for local changes, and gives back what had been left on it. */
export async function checkOut(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  job: Pick<Job, 'signal'>,
  { move, changes, to, go }: CheckOut,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const commit = changes ? await to() : null;
  const { went, ...about } =
    changes && commit
      ? await goWithChoice(git, checkout, job, { move, changes, to: commit, go })
      : { went: await go() };
  if (went.kind === 'blocked-by-local-changes')
    return refuseBlocked(git, checkout, went, { move, chosen: changes !== undefined });
  if (went.kind !== 'switched') return refuseSwitch(went);
  const arrival = await giveBackOnArrival(sessions, checkout, went.branch, job);
  await removeOldPoints(git, checkout.dir);
  return { kind: 'switched', branch: went.branch, ...about, ...arrival };
}

async function goWithChoice(
  git: GitEnvironment,
  checkout: AuthorizedCheckout,
  job: Pick<Job, 'signal'>,
  request: { move: BranchMove; changes: ChangesChoice; to: string; go(): Promise<Went> },
) {
  const { move, changes, to, go } = request;
  const name = move.kind === 'switch' ? move.branch : move.name;
  const { name: author, email } = checkout.project.user;
  const result = await moveWithChanges<Went>(git, checkout.dir, {
    id: newId(),
    reason: `Before switching to “${name}”`,
    by: { name: author, email },
    signal: job.signal,
    choice: changes,
    mergeNotebook,
    to,
    go,
    moved: ({ kind }) => kind === 'switched',
  });
  switch (result.kind) {
    case 'moved': {
      const { left, broughtFiles, result: went } = result;
      return {
        went,
        ...(left && { left: { branch: left.branch, fileCount: countFiles(left) } }),
        ...(broughtFiles.length > 0 && { broughtFileCount: broughtFiles.length }),
      };
    }
    case 'does-not-apply':
      return fail(
        'changes-do-not-apply',
        `You and “${name}” changed the same places of these files. Nothing was changed.`,
        { files: result.files.slice(0, 200), move },
      );
    case 'no-commit-yet':
      return fail(
        'local-changes-in-the-way',
        'Before the first commit there is no branch that changes could be kept for. Nothing was changed.',
      );
    case 'changed-meanwhile':
      return fail('git-busy', 'Somebody is writing to these files at this moment. Nothing was changed.', {
        files: result.files.slice(0, 200),
      });
    default:
      return refuseSwitch(result);
  }
}

/** Ignored files, and new ones that are too large to be kept, can neither be left nor brought along. */
async function refuseBlocked(
  git: GitEnvironment,
  { dir }: AuthorizedCheckout,
  { files, untracked }: Blocked,
  { move, chosen }: { move: BranchMove; chosen: boolean },
): Promise<never> {
  const ignored = new Set(await filterIgnored(git, dir, untracked));
  if (chosen || files.every((path) => ignored.has(path)))
    return fail(
      'unkept-files-in-the-way',
      'These files are ignored by git or too large to be kept, and the branch has files of the same names. Nothing was changed.',
      { files: files.slice(0, 200) },
    );
  return fail(
    'changes-need-choice',
    'Going on would overwrite your changes in these files. Nothing was changed.',
    { files: files.slice(0, 200), move },
  );
}
