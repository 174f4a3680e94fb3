import type { Account, Checkout, InstanceForUser } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { myInstancesQuery } from '../../api/queries.ts';

/** Whether the user can reach the repository of a checkout on GitLab, and as whom. */
export type RemoteAccess =
  | { kind: 'unknown' }
  | { kind: 'open'; account: Account }
  | { kind: 'repository-removed' }
  | { kind: 'account-missing'; instance: InstanceForUser }
  | { kind: 'account-needs-reconnect'; instance: InstanceForUser };

export function useRemoteAccess({ repositoryConnected, instanceId }: Checkout): RemoteAccess {
  const { data: instances } = useQuery(myInstancesQuery());
  if (!repositoryConnected) return { kind: 'repository-removed' };
  const instance = instances?.find(({ id }) => id === instanceId);
  if (!instance) return { kind: 'unknown' };
  const { account } = instance;
  if (!account) return { kind: 'account-missing', instance };
  if (account.health === 'needs-reconnect') return { kind: 'account-needs-reconnect', instance };
  return { kind: 'open', account };
}
