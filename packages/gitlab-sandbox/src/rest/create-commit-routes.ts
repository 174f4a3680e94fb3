import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { getCaller } from './caller.ts';
import { presentCommitDetail } from './commit-routes.ts';
import { getReadableProject } from './find-project.ts';
import { makeCommit } from './make-commit.ts';
import { findText, type Params, requireTexts, toParams } from './params.ts';

/** The methods that change one file, and the commit action each of them is. */
const fileActions = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const;

export function registerCreateCommitRoutes(app: FastifyInstance, site: Site): void {
  app.post('/projects/:id/repository/commits', async (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const sha = await makeCommit(site, user, project, toParams(request.query, request.body));
    return reply.code(201).send(await presentCommitDetail(site, project, sha));
  });

  for (const [method, action] of Object.entries(fileActions)) {
    app.route({
      method,
      url: '/projects/:id/repository/files/:path',
      handler: async (request, reply) => {
        const user = getCaller(site, request);
        const project = getReadableProject(site, request, user);
        const params: Params = toParams(request.query, request.body);
        if (action !== 'delete') requireTexts(params, 'branch', 'commit_message', 'content');
        const { path } = request.params as { path: string };
        const actions = [{ ...params, action, file_path: path }];
        await makeCommit(site, user, project, toParams(params, { actions }));
        if (action === 'delete') return reply.code(204).send();
        const answer = { file_path: path, branch: findText(params, 'branch') };
        return reply.code(action === 'create' ? 201 : 200).send(answer);
      },
    });
  }
}
