import type { FastifyInstance } from 'fastify';
import { handleGit } from '../git/git-routes.ts';
import { parseGitPath } from '../git/http-path.ts';
import { parseLfsPath } from '../lfs/lfs-path.ts';
import { lfsType } from '../lfs/lfs-replies.ts';
import { handleLfs } from '../lfs/lfs-routes.ts';
import type { Site } from '../server/site.ts';
import { registerApplicationsRoutes } from './applications-routes.ts';
import { registerAvatarRoutes } from './avatar-routes.ts';
import { registerDashboardRoutes } from './dashboard-routes.ts';
import { handleProjectPage } from './project-pages.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';

/** Pages, git and its large files: all live under the projects' own paths, which have any depth. */
export async function pageRoutes(app: FastifyInstance, { site }: { site: Site }): Promise<void> {
  // git reads its bodies itself, as streams of any size.
  for (const service of ['git-upload-pack', 'git-receive-pack']) {
    app.addContentTypeParser(`application/x-${service}-request`, (_request, _payload, done) => done(null));
  }
  app.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null));
  app.addContentTypeParser(lfsType, { parseAs: 'string' }, app.getDefaultJsonParser('ignore', 'ignore'));
  registerAvatarRoutes(app, site);
  registerSignInRoutes(app, site);
  registerApplicationsRoutes(app, site);
  registerDashboardRoutes(app, site);

  app.route({
    method: ['GET', 'POST', 'PUT'],
    url: '/*',
    handler: async (request, reply) => {
      const rawPath = (request.raw.url ?? '').slice(site.basePath.length).split('?')[0]!;
      const gitPath = parseGitPath(rawPath);
      if (gitPath) return handleGit(site, request, reply, gitPath);
      const lfsPath = parseLfsPath(rawPath);
      if (lfsPath) return handleLfs(site, request, reply, lfsPath);
      return handleProjectPage(site, request, reply, rawPath);
    },
  });
}
