import type { Outcome } from '@notelab/contract';
import { renameBranch as renameInGit } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseTakenName } from './branch-refusals.ts';
import type { GitSessions } from './git-sessions.ts';

/** Gives a local branch another name. GitLab's branch keeps its own; the next push makes one of the new name. */
export async function renameBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { branch, name }: { branch: string; name: string },
): Promise<Outcome> {
  const result = await renameInGit(sessions.local(checkout), checkout.dir, { from: branch, to: name });
  switch (result.kind) {
    case 'renamed':
      return { kind: 'branch-renamed', from: branch, to: name };
    case 'no-such-branch':
      return fail('branch-gone', `There is no branch “${branch}” here any more.`);
    case 'invalid-name':
      return fail('branch-name-invalid', 'Git does not allow this name for a branch.');
    case 'name-taken':
      return refuseTakenName(name, result.existing);
    case 'in-use-elsewhere':
      return fail('branch-in-use', 'The branch is in use in another worktree.');
  }
}
