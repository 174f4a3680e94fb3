import type { AccountFinding, InstanceId, Member } from '@notelab/contract';
import type { LinkedAccount } from '../gitlab/accounts/accounts.ts';

/**
 * Of the instances whose repositories the workspace uses: members whose accounts do not work there, and those who act
 * but have none. Viewers need none. What people have elsewhere is nothing to the workspace's admins.
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
      if (!account)
        return role === 'viewer' ? [] : [{ ...about, kind: 'missing', username: null, trouble: null }];
      const { health, username, trouble } = account;
      return health === 'connected'
        ? []
        : [{ ...about, kind: health, username, trouble: trouble && pickTold(trouble) }];
    }),
  );
  return findings.sort((a, b) => Number(needsAttention(b)) - Number(needsAttention(a)));
}

/** Nobody's git works with it. Who has no account yet may not need one. */
export function needsAttention({ kind }: Pick<AccountFinding, 'kind'>): boolean {
  return kind !== 'missing' && kind !== 'ending';
}

/** GitLab's own words are for the person alone. */
function pickTold({ reason, since }: NonNullable<AccountFinding['trouble']>): AccountFinding['trouble'] {
  return { reason, since };
}
