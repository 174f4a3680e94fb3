import {
  cancelHealthCheck,
  countHealthFindings,
  getConnectionHealth,
  startHealthCheck,
} from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Health } from './health.ts';

export function healthRoutes(
  router: Router,
  { health, workspaces: { authorizeWorkspace } }: { health: Health; workspaces: Workspaces },
): void {
  router.route(getConnectionHealth, async ({ user, params }) =>
    health.read(user, await authorizeWorkspace(user, params.workspaceId, 'admin')),
  );
  router.route(countHealthFindings, async ({ user, params }) => ({
    attention: await health.countAttention(user, await authorizeWorkspace(user, params.workspaceId, 'admin')),
  }));
  router.route(startHealthCheck, async ({ user, params }) =>
    health.start(user, await authorizeWorkspace(user, params.workspaceId, 'admin')),
  );
  router.route(cancelHealthCheck, async ({ user, params }) => {
    await health.cancel(await authorizeWorkspace(user, params.workspaceId, 'admin'));
    return {};
  });
}
