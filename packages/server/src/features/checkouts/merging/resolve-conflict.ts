import type { ConflictDecision, Outcome } from '@notelab/contract';
import {
  isRepositoryPath,
  readOngoing,
  reopenConflict as reopenInGit,
  resolveConflict as resolveInGit,
} from '@notelab/git';
import { fail } from '../../../problem.ts';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import type { GitSessions } from '../git-sessions.ts';
import { isNotebookText } from './merge-notebook.ts';

export interface ResolveRequest {
  path: string;
  key: string;
  decision: ConflictDecision;
}

/** Refuses what cannot be a decision before anything is queued. */
export function refuseImpossibleDecision({ path, decision }: ResolveRequest): void {
  refuseForeignPath(path);
  if (decision.kind === 'text' && path.endsWith('.ipynb') && !isNotebookText(decision.text))
    fail('invalid-input', 'This text is no notebook. Nothing was written.');
}

export function refuseForeignPath(path: string): void {
  if (!isRepositoryPath(path)) fail('path-invalid', 'This names no file of the repository.');
}

/** Writes the decision about one file and stages it. */
export async function resolveConflict(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { path, key, decision }: ResolveRequest,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const ongoing = await readOngoing(git, checkout.dir);
  if (!ongoing) return fail('nothing-under-way', 'The merge was finished or aborted meanwhile.');
  const { ownStage } = ongoing;
  const result = await resolveInGit(git, checkout.dir, {
    path,
    key,
    decision:
      decision.kind === 'text'
        ? { bytes: Buffer.from(decision.text) }
        : { stage: decision.side === 'mine' ? ownStage : ownStage === 2 ? 3 : 2 },
  });
  switch (result.kind) {
    case 'resolved':
      return { kind: 'resolved', path };
    case 'no-conflict':
      return fail('conflict-changed', `Somebody has resolved ${path} meanwhile.`);
    case 'changed':
      return fail('conflict-changed', `The conflict in ${path} is another one by now.`);
  }
}

/** Makes a resolved file a conflict again. */
export async function reopenConflict(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  path: string,
): Promise<Outcome> {
  const { kind } = await reopenInGit(sessions.local(checkout), checkout.dir, path);
  if (kind === 'not-resolved') fail('conflict-changed', `${path} is not resolved, or was never in conflict.`);
  return { kind: 'reopened', path };
}
