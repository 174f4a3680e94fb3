import { createServer } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { Context } from '../../../context.ts';
import { StartUpError } from '../../../start-up-error.ts';
import { measureGitLab } from './gitlab.ts';
import { measureHttp } from './http.ts';
import { createRegistry } from './registry.ts';
import { measureWork } from './work.ts';

/**
 * Serves `/metrics` in Prometheus' text format on a port of its own: they tell who works on what, so they are not where
 * browsers get to, whatever a proxy passes on.
 */
export async function serveMetrics(
  app: FastifyInstance,
  context: Context,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; close(): Promise<void> }> {
  const metrics = createRegistry();
  const { registry } = metrics;
  collectDefaultMetrics({ register: registry });
  measureHttp(app, metrics);
  measureGitLab(context, metrics);
  measureWork(context, metrics);

  const server = createServer(async (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics' || request.method !== 'GET')
      return response.writeHead(404, { 'content-type': 'text/plain' }).end('Only GET /metrics is here.\n');
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch (error) {
      context.log.error({ err: error }, 'metrics could not be read');
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Metrics could not be read.\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartUpError(`Metrics cannot be served at ${host}:${port} (${error.code}).`)),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    url: `http://${host}:${address && typeof address === 'object' ? address.port : port}/metrics`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
