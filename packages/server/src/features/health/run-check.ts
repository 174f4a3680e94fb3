import type { InstanceId, RepositoryId, User } from '@notelab/contract';
import type { GitLabClient } from '@notelab/gitlab';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Repositories, RepositoryRow } from '../repositories/repositories.ts';
import type { Sightings } from '../repositories/sightings.ts';
import { type Answer, aborted, askInstance, type Question, toReason, whenAborted } from './ask-instance.ts';
import type { UnjudgedRow } from './tables.ts';

export interface CheckResult {
  unjudged: UnjudgedRow[];
  versions: Partial<Record<InstanceId, string>>;
}

/** Asks about repositories as the user who wants to know, and remembers what was said as it is said. */
export async function runCheck(
  { accounts, repositories, sightings }: Pick<Services, 'accounts' | 'repositories' | 'sightings'>,
  {
    user,
    rows,
    branchesOf,
    signal,
    onDone,
  }: {
    user: User;
    rows: RepositoryRow[];
    branchesOf(id: RepositoryId): string[];
    signal: AbortSignal;
    /** Called for each repository that has been dealt with. */
    onDone(): void;
  },
): Promise<CheckResult> {
  const result: CheckResult = { unjudged: [], versions: {} };

  async function remember({ row }: Question, answer: Answer): Promise<void> {
    const leave = (reason: UnjudgedRow['reason'], branch: string | null = null) =>
      result.unjudged.push({ repositoryId: row.id, reason, branch });
    if (answer.kind === 'unjudged') leave(answer.reason);
    else {
      await repositories.noteAnswer(user, row, answer.project);
      if (answer.project === null) leave('not-visible');
      for (const branch of answer.branches) {
        if ('reason' in branch) leave(branch.reason, branch.name);
        else if (branch.isThere) await sightings.noteBranchesThere(row, [branch.name]);
        else await sightings.noteBranchGone(row, branch.name, user.id);
      }
    }
    onDone();
  }

  async function checkInstance(instanceId: InstanceId, questions: Question[]): Promise<void> {
    let client: GitLabClient;
    try {
      client = await accounts.client(user, instanceId);
    } catch (error) {
      const reason = toReason(error);
      for (const question of questions) await remember(question, { kind: 'unjudged', reason });
      return;
    }
    await askInstance({ client, questions, signal, tell: remember });
    if (signal.aborted) return;
    const version = await Promise.race([client.getVersion().catch(() => null), whenAborted(signal)]);
    if (version && version !== aborted) result.versions[instanceId] = version.version;
  }

  const byInstance = Map.groupBy(
    rows.map((row) => ({ row, branches: branchesOf(row.id) })),
    ({ row }) => row.instanceId,
  );
  await Promise.all(byInstance.entries().map(([id, questions]) => checkInstance(id, questions)));
  return result;
}

interface Services {
  accounts: Accounts;
  repositories: Repositories;
  sightings: Sightings;
}
