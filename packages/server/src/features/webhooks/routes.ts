import {
  createWebhook,
  listWebhooks,
  prepareWebhook,
  type RepositoryId,
  removeWebhook,
  testWebhook,
  type User,
  type WorkspaceId,
} from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { deliveryRoute } from './delivery-route.ts';
import type { Deliveries } from './receive-delivery.ts';
import type { Webhooks } from './webhooks.ts';

export async function webhookRoutes(
  router: Router,
  {
    webhooks,
    deliveries,
    repositories,
    workspaces: { authorizeWorkspace },
  }: { webhooks: Webhooks; deliveries: Deliveries; repositories: Repositories; workspaces: Workspaces },
): Promise<void> {
  async function authorize(
    user: User,
    { workspaceId, repositoryId }: { workspaceId: WorkspaceId; repositoryId: RepositoryId },
  ) {
    return repositories.getIn(await authorizeWorkspace(user, workspaceId, 'admin'), repositoryId);
  }

  router.route(listWebhooks, async ({ user, params }) =>
    webhooks.list(await authorizeWorkspace(user, params.workspaceId, 'admin')),
  );
  router.route(createWebhook, async ({ user, params }) =>
    webhooks.create(user, await authorize(user, params)),
  );
  router.route(prepareWebhook, async ({ user, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return webhooks.prepareByHand(user, await authorize(user, params));
  });
  router.route(testWebhook, async ({ user, params }) => webhooks.test(user, await authorize(user, params)));
  router.route(removeWebhook, async ({ user, params }) =>
    webhooks.remove(user, await authorize(user, params)),
  );
  await deliveryRoute(router.app, { deliveries });
}
