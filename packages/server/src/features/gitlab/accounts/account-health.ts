import type { AccountTrouble } from '@notelab/contract';
import { createGitLabClient, GitLabError, type GitLabUser, type Secret } from '@notelab/gitlab';
import { ProblemError } from '../../../problem.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { toGitLabProblem } from '../to-problem.ts';
import { isTokenRejected } from './authorized-client.ts';
import { toProfileColumns } from './keep-account.ts';
import { type TokenSource, toTrouble } from './renew-tokens.ts';
import type { AccountRow, AccountStore } from './store.ts';

export type AccountHealthWatch = ReturnType<typeof watchAccountHealth>;

/** Learns from GitLab's answers how accounts are doing: whoever asks GitLab something tells what came of it. */
export function watchAccountHealth({
  store,
  tokens,
  instances,
  announce,
  noteTroubleOver,
}: {
  store: AccountStore;
  tokens: TokenSource;
  instances: Instances;
  /** Tells open pages, and with a trouble the log. */
  announce(row: AccountRow, trouble: AccountTrouble | null): Promise<void>;
  noteTroubleOver(row: AccountRow): Promise<void>;
}) {
  /** @param failure what GitLab said to a token that was as fresh as can be; null when all was well */
  async function noteAnswer(row: AccountRow, failure: unknown, token: Secret): Promise<void> {
    if (failure === null) return row.trouble ? noteTroubleOver(row) : undefined;
    if (!(failure instanceof GitLabError)) return;
    const { kind, gitlabMessage } = failure;
    if (isTokenRejected(failure)) return tokens.giveUpAfterRejection(row.id, token, gitlabMessage);
    if (kind !== 'account-blocked') return;
    const trouble = toTrouble('blocked', gitlabMessage);
    if (await store.noteTrouble(row.id, trouble)) await announce(row, trouble);
  }

  async function keepProfile(row: AccountRow, profile: GitLabUser, instance: InstanceRow): Promise<void> {
    const columns = toProfileColumns(profile, instance.url);
    await store.update(row.id, { ...columns, profileReadAt: new Date() });
    const isChanged = Object.entries(columns).some(
      ([name, value]) => row[name as keyof AccountRow] !== value,
    );
    if (isChanged) await announce(row, null);
  }

  return {
    noteAnswer,
    keepProfile,

    /** Why GitLab turned git away with a token that it has just given: its API says more than its git does. */
    async explainRejection(row: AccountRow, rejected: Secret): Promise<ProblemError> {
      const instance = await instances.get(row.instanceId);
      const client = createGitLabClient({
        instance: instance.url,
        dispatcher: instances.dispatcherOf(instance),
        token: async () => rejected,
      });
      try {
        await client.getCurrentUser();
      } catch (failure) {
        try {
          await noteAnswer(row, failure, rejected);
        } catch (problem) {
          if (problem instanceof ProblemError) return problem;
          throw problem;
        }
        const problem = toGitLabProblem(failure, instance);
        if (problem instanceof ProblemError) return problem;
        throw problem;
      }
      const detail = `${instance.name} accepts your account, but not for git over HTTPS. Those who look after it can say why.`;
      return new ProblemError('gitlab-refused', detail, { instanceId: instance.id });
    },
  };
}
