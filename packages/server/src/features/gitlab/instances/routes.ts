import { addInstance, listInstances, removeInstance, updateInstance } from '@notelab/contract';
import type { Router } from '../../../http/route.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import type { Instances } from './instances.ts';
import { createInstanceGate } from './policy.ts';

export function instancesRoutes(
  router: Router,
  { instances, workspaces }: { instances: Instances; workspaces: Workspaces },
): void {
  const requireAdmin = createInstanceGate(workspaces);

  router.route(listInstances, async ({ user }) => {
    await requireAdmin(user);
    return instances.presentAll();
  });
  router.route(addInstance, async ({ user, body }) => {
    await requireAdmin(user);
    return instances.present(await instances.add(user, body));
  });
  router.route(updateInstance, async ({ user, params, body }) => {
    await requireAdmin(user);
    return instances.present(await instances.update(user, params.instanceId, body));
  });
  router.route(removeInstance, async ({ user, params }) => {
    await requireAdmin(user);
    return instances.remove(user, params.instanceId);
  });
}
