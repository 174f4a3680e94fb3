import type { ErrorCode, InstanceId } from '@notelab/contract';
import { GitError } from '@notelab/git';
import { ProblemError } from '../../problem.ts';
import type { Refusal } from '../gateway/refusal.ts';

/** What git repeats in GitLab's own words, from which the verb that ran it knows more than the gateway did. */
const toldByGit: ErrorCode[] = [
  'gitlab-forbidden',
  'gitlab-not-found',
  'repository-archived',
  'push-refused',
  // Whoever ends a pass, or git, ends the operation and says why.
  'not-signed-in',
  'cancelled',
];

/**
 * Runs git and says why the gateway turned it away, if it did: git knows only the number of the status, and in
 * the middle of a transfer not even that.
 */
export async function explainRefusals<T>(
  work: () => Promise<T>,
  { findRefusal, instanceId }: { findRefusal(): Refusal | null; instanceId: InstanceId },
): Promise<T> {
  const refuse = (raw?: string) => {
    const refusal = findRefusal();
    if (!refusal || toldByGit.includes(refusal.code)) return;
    throw new ProblemError(refusal.code, refusal.message, { instanceId, raw });
  };
  try {
    const result = await work();
    refuse();
    return result;
  } catch (error) {
    if (error instanceof GitError && error.code === 'git-failed') refuse(error.stderr || undefined);
    throw error;
  }
}
