import type { FastifyInstance } from 'fastify';
import { handleGit } from '../git/git-routes.ts';
import { parseGitPath } from '../git/http-path.ts';
import type { Site } from '../server/site.ts';
import { registerApplicationsRoutes } from './applications-routes.ts';
import { registerAuthorizeRoutes } from './authorize-routes.ts';
import { registerAvatarRoutes } from './avatar-routes.ts';
import { registerDashboardRoutes } from './dashboard-routes.ts';
import { handleProjectPage } from './project-pages.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';

/** Pages, and git: both live under the projects' own paths, which have any depth. */
export async function pageRoutes(app: FastifyInstance, { site }: { site: Site }): Promise<void> {
  // git reads its bodies itself, as streams of any size.
  for (const service of ['git-upload-pack', 'git-receive-pack']) {
    app.addContentTypeParser(`application/x-${service}-request`, (_request, _payload, done) => done(null));
  }
  registerAvatarRoutes(app, site);
  registerSignInRoutes(app, site);
  registerAuthorizeRoutes(app, site);
  registerApplicationsRoutes(app, site);
  registerDashboardRoutes(app, site);

  app.route({
    method: ['GET', 'POST'],
    url: '/*',
    handler: async (request, reply) => {
      const rawPath = (request.raw.url ?? '').slice(site.basePath.length).split('?')[0]!;
      const gitPath = parseGitPath(rawPath);
      if (gitPath) return handleGit(site, request, reply, gitPath);
      return handleProjectPage(site, request, reply, rawPath);
    },
  });
}
