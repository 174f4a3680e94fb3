import type { CheckResult, InstanceId, User } from '@notelab/contract';
import { guardedDispatcher } from '@notelab/gitlab';
import { ProblemError } from '../../../problem.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { InstanceChanges, InstanceDraft, Instances } from '../instances/instances.ts';
import type { TestTarget } from './finding.ts';
import { refuseAddress, testConnection } from './test-connection.ts';

type Results = AsyncIterable<CheckResult> | Iterable<CheckResult>;

export interface ConnectionTests {
  /** Tests settings that are not stored. Throws for what cannot be read: certificates, a proxy. */
  testSettings(settings: { url: string } & InstanceChanges, signal: AbortSignal): Results;
  /** Tests an instance, also with changes that are not stored, and as the user's own account there. */
  testInstance(user: User, id: InstanceId, changes: InstanceChanges, signal: AbortSignal): Promise<Results>;
}

/** Test connection, over connections of its own: what is stored, and what others do, stays as it is. */
export function createConnectionTests({
  instances,
  accounts,
  checkWithinMs = 15_000,
}: {
  instances: Instances;
  accounts: Accounts;
  /** How long one check may take. */
  checkWithinMs?: number | undefined;
}): ConnectionTests {
  async function* run(
    { instance, connection }: InstanceDraft,
    account: TestTarget['account'],
    signal: AbortSignal,
  ): AsyncGenerator<CheckResult> {
    const dispatcher = guardedDispatcher(connection);
    try {
      const { url, clientId } = instance;
      const target: TestTarget = {
        url,
        host: new URL(url).host,
        connection,
        dispatcher,
        application: clientId === '' ? null : instances.applicationOf(instance, dispatcher),
        redirectUrl: instances.redirectUrl(),
        account,
      };
      yield* testConnection(target, { signal, checkWithinMs });
    } finally {
      await dispatcher.destroy();
    }
  }

  return {
    testSettings(settings, signal) {
      try {
        return run(instances.draft(settings), null, signal);
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code === 'address-invalid')
          return refuseAddress(error.problem.detail);
        throw error;
      }
    },

    async testInstance(user, id, changes, signal) {
      const draft = await instances.draftChanges(id, changes);
      const linked = await accounts.find(user.id, id);
      const account =
        linked?.health === 'connected'
          ? { username: linked.username, accessToken: () => accounts.accessToken(linked.id) }
          : null;
      return run(draft, account, signal);
    },
  };
}
