import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './reply-with-problem.ts';

const builtWebApp = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/**
 * Serves the built web app: its files by name, and its page for every other address outside `/api`, which the
 * app's own router reads. Without a build (tests, development with Vite) only the API is served.
 */
export async function serveWebApp(app: FastifyInstance, folder = builtWebApp): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt)
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      // The build puts `x.js.gz` beside `x.js`.
      preCompressed: true,
      setHeaders(reply, path) {
        // Vite names files in `assets` after their content.
        const isHashed = path.startsWith(join(folder, 'assets') + sep);
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !/^\/(api|assets)(\/|\?|$)/.test(request.url);
    if (isBuilt && isPage) return reply.sendFile('index.html');
    return sendProblem(request, reply, { code: 'not-found', detail: 'There is nothing at this address.' });
  });
}
