import * as contract from '@notelab/contract';
import { z } from 'zod';
import type { Router } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import type { Projects } from '../projects/projects.ts';
import type { Users } from '../users/users.ts';
import { liveSocket } from './connections/socket.ts';
import type { LiveNotebooksInside } from './live-notebooks.ts';
import type { Notebooks } from './notebooks.ts';
import type { NotebookRow } from './store.ts';

export function notebookRoutes(
  router: Router,
  {
    notebooks,
    live,
    projects,
    users,
  }: { notebooks: Notebooks; live: LiveNotebooksInside; projects: Projects; users: Users },
): void {
  router.route(contract.listNotebooks, async ({ user, params }) => {
    const rows = await notebooks.list(await projects.authorize(user, params.projectId, 'viewer'));
    return rows.map(present);
  });
  router.route(contract.listDeletedNotebooks, async ({ user, params }) => {
    const rows = await notebooks.listDeleted(await projects.authorize(user, params.projectId, 'viewer'));
    return rows.map(present);
  });
  router.route(contract.createNotebook, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    return present(await notebooks.create(project, body.name));
  });
  router.route(contract.renameNotebook, async ({ user, params, body }) =>
    present(await notebooks.rename(await live.authorize(user, params.notebookId, 'editor'), body.name)),
  );
  router.route(contract.duplicateNotebook, async ({ user, params }) =>
    present(await notebooks.duplicate(await live.authorize(user, params.notebookId, 'editor'))),
  );
  router.route(contract.moveNotebook, async ({ user, params, body }) =>
    present(await notebooks.move(await live.authorize(user, params.notebookId, 'editor'), body.before)),
  );
  router.route(contract.deleteNotebook, async ({ user, params }) =>
    present(await notebooks.delete(await live.authorize(user, params.notebookId, 'editor'))),
  );
  router.route(contract.restoreNotebook, async ({ user, params }) =>
    present(await notebooks.restore(await live.authorizeDeleted(user, params.notebookId, 'editor'))),
  );

  router.app.get(
    '/api/notebooks/:notebookId/outputs/:hash',
    { schema: { hide: true } },
    async (request, reply) => {
      const user = await router.requireUser(request);
      const { data: params } = OutputParams.safeParse(request.params);
      if (!params) return fail('not-found', 'There is no such output.');
      const { id } = await live.authorize(user, params.notebookId, 'viewer');
      const output =
        (await live.outputs.find(id, params.hash)) ?? fail('not-found', 'There is no such output.');
      return reply
        .header('content-type', 'application/json')
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(output);
    },
  );

  liveSocket(router, { users, ...live });
}

const OutputParams = z.object({ notebookId: contract.NotebookId, hash: contract.OutputHash });

export function present(row: NotebookRow): contract.Notebook {
  const { id, projectId, name, createdBy, createdAt, updatedAt, deletedAt } = row;
  return {
    id,
    projectId,
    name,
    createdBy,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}
