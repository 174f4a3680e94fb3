import {
  createIntegration,
  deleteIntegration,
  getIntegrationUse,
  listIntegrations,
  updateIntegration,
} from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Integrations } from './integrations.ts';

export function integrationsRoutes(
  router: Router,
  {
    integrations,
    workspaces: { authorizeWorkspace },
  }: { integrations: Integrations; workspaces: Workspaces },
): void {
  router.route(listIntegrations, async ({ user, params }) =>
    integrations.list(await authorizeWorkspace(user, params.workspaceId, 'viewer')),
  );
  router.route(createIntegration, async ({ user, params, body }) =>
    integrations.create(user, await authorizeWorkspace(user, params.workspaceId, 'admin'), body),
  );
  router.route(updateIntegration, async ({ user, params, body }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'admin');
    return integrations.update(user, workspace, params.integrationId, body);
  });
  router.route(deleteIntegration, async ({ user, params }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'admin');
    await integrations.delete(user, workspace, params.integrationId);
    return {};
  });
  router.route(getIntegrationUse, async ({ user, params }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'admin');
    return integrations.listUse(workspace, params.integrationId);
  });
}
