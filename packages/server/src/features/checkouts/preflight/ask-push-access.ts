import { setTimeout as wait } from 'node:timers/promises';
import type { PushAccess } from '@notelab/contract';
import type { GitLabBranch, GitLabClient } from '@notelab/gitlab';
import { ProblemError } from '../../../problem.ts';
import type { Accounts } from '../../gitlab/accounts/accounts.ts';
import { requireConnected } from '../../repositories/repositories.ts';
import type { Reached } from '../git-sessions.ts';

export interface BranchOnGitLab {
  push: PushAccess;
  /** The commit the branch is at; null when it is not there, or was not told. */
  tip: string | null;
}

/** A dialog waits for the answer: one that comes later is as good as none. */
const answerWithinMs = 4_000;

/** Asks GitLab, as the acting user, whether they may push to a branch. Never throws a problem: it is told instead. */
export async function askPushAccess(
  accounts: Pick<Accounts, 'client'>,
  { project, repository }: Reached,
  branch: string | null,
): Promise<BranchOnGitLab> {
  const unknown: BranchOnGitLab = { push: { kind: 'unknown', problem: null }, tip: null };
  const ask = async (): Promise<BranchOnGitLab> => {
    requireConnected(repository);
    const client = await accounts.client(project.user, repository.instanceId);
    const { gitlabId } = repository;
    const [{ archived }, found] = await Promise.all([
      client.getProject(gitlabId),
      branch === null ? null : client.findBranch(gitlabId, branch),
    ]);
    const tip = found?.commit.id ?? null;
    if (archived) return { push: { kind: 'archived' }, tip };
    return { push: { kind: await toAccess(client, repository, found) }, tip };
  };
  const stopWaiting = new AbortController();
  try {
    return await Promise.race([
      ask(),
      wait(answerWithinMs, unknown, { signal: stopWaiting.signal, ref: false }),
    ]);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...unknown, push: { kind: 'unknown', problem: error.problem } };
  } finally {
    stopWaiting.abort();
  }
}

/** A branch that is not there yet can be made by whoever may push at all. */
async function toAccess(
  client: GitLabClient,
  { gitlabId, path }: Reached['repository'],
  branch: GitLabBranch | null,
): Promise<'open' | 'protected' | 'no-access'> {
  if (branch?.canPush) return 'open';
  // The project's own numbers may be missing although the user is in through a group, so GitLab is asked for a list.
  const search = path.slice(path.lastIndexOf('/') + 1);
  const { projects } = await client.listProjects({ search, minAccessLevel: 30, perPage: 100 });
  const mayPushAtAll = projects.some(({ id }) => id === gitlabId);
  if (!mayPushAtAll) return 'no-access';
  return branch ? 'protected' : 'open';
}
