import type { FastifyError, FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { ApiError } from './api-error.ts';
import { registerApprovalRoutes } from './approval-routes.ts';
import { registerBranchRoutes } from './branch-routes.ts';
import { registerCommitRoutes } from './commit-routes.ts';
import { registerCreateCommitRoutes } from './create-commit-routes.ts';
import { registerCreateProjectRoutes } from './create-project-routes.ts';
import { registerDiscussionRoutes } from './discussion-routes.ts';
import { registerFileRoutes } from './file-routes.ts';
import { registerHookRoutes } from './hook-routes.ts';
import { registerMemberRoutes } from './member-routes.ts';
import { registerMergeRequestRoutes } from './merge-request-routes.ts';
import { registerPipelineRoutes } from './pipeline-routes.ts';
import { registerProjectRoutes } from './project-routes.ts';
import { registerProtectedBranchRoutes } from './protected-branch-routes.ts';
import { registerTreeRoutes } from './tree-routes.ts';
import { registerUserRoutes } from './user-routes.ts';
import { registerVersionRoutes } from './version-routes.ts';

/** Everything under `/api/v4`. */
export async function restRoutes(app: FastifyInstance, { site }: { site: Site }): Promise<void> {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).headers(error.headers).send(error.body);
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: error.message });
    console.error(error);
    return reply.code(500).send({ message: '500 Internal Server Error' });
  });
  // Grape names no character set, and clients compare the whole of it.
  app.addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('application/json')) {
      reply.header('content-type', 'application/json');
    }
  });
  // Without this, unknown endpoints would be looked up among the pages.
  app.all('/*', (_request, reply) => reply.code(404).send({ error: '404 Not Found' }));

  registerVersionRoutes(app, site);
  registerUserRoutes(app, site);
  registerProjectRoutes(app, site);
  registerCreateProjectRoutes(app, site);
  registerBranchRoutes(app, site);
  registerProtectedBranchRoutes(app, site);
  registerMemberRoutes(app, site);
  registerHookRoutes(app, site);
  registerCommitRoutes(app, site);
  registerCreateCommitRoutes(app, site);
  registerTreeRoutes(app, site);
  registerFileRoutes(app, site);
  registerMergeRequestRoutes(app, site);
  registerApprovalRoutes(app, site);
  registerDiscussionRoutes(app, site);
  registerPipelineRoutes(app, site);
}
