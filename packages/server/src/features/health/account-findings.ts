import type { AccountFinding, AccountHealth, InstanceId, Member, UserId } from '@notelab/contract';

interface LinkedAccount {
  userId: UserId;
  instanceId: InstanceId;
  username: string;
  health: AccountHealth;
}

/**
 * Members whose accounts do not work, on any instance, and those who act but have none on an instance whose
 * repositories the workspace uses. Viewers need none.
 */
export function findAccountFindings({
  members,
  instances,
  linked,
}: {
  members: Member[];
  /** Those whose repositories the workspace uses. */
  instances: { id: InstanceId; name: string }[];
  linked: LinkedAccount[];
}): AccountFinding[] {
  const findings = instances.flatMap(({ id, name }) =>
    members.flatMap(({ user, role }): AccountFinding[] => {
      const account = linked.find(({ userId, instanceId }) => userId === user.id && instanceId === id);
      const about = { user, role, instance: { id, name } };
      if (account ? account.health !== 'needs-reconnect' : role === 'viewer') return [];
      if (!account) return [{ ...about, kind: 'missing', username: null }];
      return [{ ...about, kind: 'needs-reconnect', username: account.username }];
    }),
  );
  return findings.sort((a, b) => rank(a) - rank(b));
}

const rank = ({ kind }: AccountFinding) => (kind === 'needs-reconnect' ? 0 : 1);
