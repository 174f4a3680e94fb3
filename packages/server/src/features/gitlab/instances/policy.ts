import type { User, UserId, WorkspaceMembership } from '@notelab/contract';
import { fail } from '../../../problem.ts';

/** Instances belong to the installation: an admin of any workspace may manage them. */
export function createInstanceGate(listMemberships: (userId: UserId) => Promise<WorkspaceMembership[]>) {
  return async (user: User): Promise<void> => {
    const memberships = await listMemberships(user.id);
    if (!memberships.some(({ role }) => role === 'admin'))
      fail('forbidden', 'Only admins of a workspace can manage GitLab instances; you are not one.');
  };
}
