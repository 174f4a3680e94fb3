import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { auditRoutes } from './features/audit/routes.ts';
import { commitRoutes } from './features/checkouts/commit-routes.ts';
import { historyRoutes } from './features/checkouts/history-routes.ts';
import { linkedContentRoutes } from './features/checkouts/linked-content-routes.ts';
import { checkoutRoutes } from './features/checkouts/routes.ts';
import { eventsRoutes } from './features/events/routes.ts';
import { exportRoutes } from './features/export/routes.ts';
import { accountsRoutes } from './features/gitlab/accounts/routes.ts';
import { connectionTestRoutes } from './features/gitlab/connection-test/routes.ts';
import { instancesRoutes } from './features/gitlab/instances/routes.ts';
import { healthRoutes } from './features/health/routes.ts';
import { integrationsRoutes } from './features/integrations/routes.ts';
import { kernelRoutes } from './features/kernels/routes.ts';
import { mergeRequestRoutes } from './features/merge-requests/routes.ts';
import { newsRoutes } from './features/news/routes.ts';
import { notebookFileRoutes } from './features/notebooks/files/routes.ts';
import { notebookRoutes } from './features/notebooks/routes.ts';
import { createReadiness } from './features/operating/readiness.ts';
import { operatingRoutes } from './features/operating/routes.ts';
import { projectRoutes } from './features/projects/routes.ts';
import { repositoriesRoutes } from './features/repositories/routes.ts';
import { terminalRoutes } from './features/terminals/routes.ts';
import { usersRoutes } from './features/users/routes.ts';
import { versionRoutes } from './features/versions/routes.ts';
import { webhookRoutes } from './features/webhooks/routes.ts';
import { type SampleSignIn, workspacesRoutes } from './features/workspaces/routes.ts';
import { serveChartFrame } from './http/chart-frame/serve-chart-frame.ts';
import { serveOutputFrame } from './http/output-frame.ts';
import { createRouter } from './http/route.ts';
import { serveWebApp } from './http/serve-web-app.ts';

/** The table of contents: every feature that answers requests. */
export async function registerFeatures(
  app: FastifyInstance,
  context: Context,
  { samples }: { samples: SampleSignIn[] },
): Promise<void> {
  const { audit, events, users, workspaces, invitations, setUp } = context;
  const { instances, accounts, repositories, integrations } = context;
  const { projects, edits, checkouts, coAuthors, operations, sessions, terminals, mergeRequests, notebooks } =
    context;
  const { authorizeWorkspace, listMemberships } = workspaces;
  const router = createRouter(app, users.findUser);

  // Tier 1
  auditRoutes(router, { audit, authorizeAdmin: (user, id) => authorizeWorkspace(user, id, 'admin') });
  const streams = eventsRoutes(router, {
    events,
    authorize: async (request, id) => authorizeWorkspace(await router.requireUser(request), id, 'viewer'),
  });
  workspaces.onMemberChanged(streams.checkAll);
  users.onSignedOut(streams.checkAll);

  // Tier 2
  usersRoutes(router, { users, listMemberships });
  workspacesRoutes(router, { users, workspaces, invitations, setUp, samples });

  // Tier 3
  instancesRoutes(router, { instances, workspaces });
  connectionTestRoutes(router, { connectionTests: context.connectionTests, workspaces });
  accountsRoutes(router, { accounts, users });
  repositoriesRoutes(router, { repositories, integrations, workspaces });
  integrationsRoutes(router, { integrations, workspaces });

  // Tier 4
  projectRoutes(router, { projects, edits, authorizeWorkspace, listCheckoutNames: checkouts.listNames });

  // Tier 5
  checkoutRoutes(router, { checkouts, projects, operations, sessions });
  linkedContentRoutes(router, { checkouts, sessions, repositories });
  historyRoutes(router, { checkouts, sessions, accounts });
  commitRoutes(router, { checkouts, projects, sessions, accounts, coAuthors });

  terminalRoutes(router, { terminals, projects, users });
  notebookRoutes(router, { notebooks, live: context.liveNotebooks, projects, users });
  notebookFileRoutes(router, { files: context.notebookFiles, live: context.liveNotebooks, projects });

  // Tier 6
  versionRoutes(router, { versions: context.versions, live: context.liveNotebooks, notebooks, projects });
  kernelRoutes(router, { ...context.kernelServices, projects });
  mergeRequestRoutes(router, { mergeRequests, checkouts, projects });
  newsRoutes(router, { news: context.news, checkouts });
  const { webhooks, deliveries } = context;
  await webhookRoutes(router, { webhooks, deliveries, repositories, workspaces });
  exportRoutes(router, { exports: context.exports, projects, authorizeWorkspace });

  // Tier 8
  healthRoutes(router, { health: context.health, workspaces });
  operatingRoutes(app, createReadiness({ ...context, dataDir: context.config.dataDir }));

  serveOutputFrame(app);
  serveChartFrame(app);
  await serveWebApp(app);
}
