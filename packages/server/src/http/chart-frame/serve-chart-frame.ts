import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../reply-with-problem.ts';
import { type ChartLibrary, chartLibraries, createChartScripts } from './chart-scripts.ts';

/**
 * Whatever shows the page of a chart, and by whichever address: it has an origin of its own that nothing else has,
 * runs our scripts and no text as a program, loads nothing else from anywhere. Charts may be saved as pictures.
 */
const policyFor = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts allow-downloads',
  ].join('; ');

const pageWith = (scripts: string) => `<!doctype html>
<html><head><meta charset="utf-8"><title>Chart</title><style>
/* Programs draw for white paper. */
html { background: #fff; color: #18181b; color-scheme: light; font: 12px/1.5 system-ui, sans-serif; overflow-y: hidden; }
body { display: flow-root; margin: 0; }
</style></head><body><div id="chart"></div>${scripts}</body></html>`;

/** Serves the pages in which charts (outputs of notebooks) are drawn apart from Notelab, and their scripts. */
export function serveChartFrame(app: FastifyInstance): void {
  const { listScripts, findScript } = createChartScripts();

  app.get<{ Params: { library: ChartLibrary } }>(
    '/api/chart-frame/:library',
    { schema: { hide: true } },
    async (request, reply) => {
      const { library } = request.params;
      if (!chartLibraries.includes(library))
        return sendProblem(request, reply, {
          code: 'not-found',
          detail: 'There is nothing at this address.',
        });
      const nonce = randomBytes(16).toString('base64url');
      const scripts = (await listScripts(library)).map(
        ({ name }) => `<script nonce="${nonce}" src="/api/chart-frame/scripts/${name}"></script>`,
      );
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', policyFor(nonce))
        .header('cache-control', 'no-store')
        .send(pageWith(scripts.join('')));
    },
  );

  app.get<{ Params: { name: string } }>(
    '/api/chart-frame/scripts/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      const script = await findScript(request.params.name);
      if (!script)
        return sendProblem(request, reply, {
          code: 'not-found',
          detail: 'There is nothing at this address.',
        });
      return (
        reply
          .header('content-type', 'text/javascript; charset=utf-8')
          .header('content-encoding', 'gzip')
          .header('cache-control', 'public, max-age=31536000, immutable')
          // The frame is of another origin than everything, this server's included.
          .header('cross-origin-resource-policy', 'cross-origin')
          .send(script.compressed)
      );
    },
  );
}
