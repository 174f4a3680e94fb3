import type { User } from '@notelab/contract';
import { fail } from '../../../problem.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';

/**
 * Instances belong to the installation: the admins of its first workspace, the one of the set-up, manage them. Any
 * user may make a workspace and is its admin, so to be admin of just one says nothing.
 */
export function createInstanceGate({ listIds, findRole }: Pick<Workspaces, 'listIds' | 'findRole'>) {
  return async (user: User): Promise<void> => {
    const [first] = await listIds();
    if (first === undefined || (await findRole(user.id, first)) !== 'admin')
      fail('forbidden', 'Only admins of the first workspace of this Notelab can manage GitLab instances.');
  };
}
