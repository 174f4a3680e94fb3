import { WorkspaceId } from '@notelab/contract';
import type { FastifyRequest } from 'fastify';
import type { Router } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import type { Events } from './events.ts';

/** Long enough to be cheap, short enough for proxies that close what is silent for 30 s. */
const heartbeatMs = 20_000;
const retryMs = 2_000;

export interface EventStreams {
  /** Somebody may have lost what let them listen: asks of every stream whether it may go on. */
  checkAll(): Promise<void>;
}

/**
 * `GET /api/workspaces/:workspaceId/events`: the workspace's events as server-sent events (HTML standard,
 * section 9.2). The stream ends when the reader signs out or is no longer a member: at once when `checkAll` is
 * called, at the next heartbeat at the latest.
 */
export function eventsRoutes(
  router: Router,
  {
    events,
    authorize,
    heartbeatEveryMs = heartbeatMs,
  }: {
    events: Events;
    /** Throws unless the request comes from a member. */
    authorize(request: FastifyRequest, workspaceId: WorkspaceId): Promise<unknown>;
    heartbeatEveryMs?: number;
  },
): EventStreams {
  const streams = new Set<{ check(): Promise<void>; end(): void }>();

  router.app.get<{ Params: { workspaceId: string } }>(
    '/api/workspaces/:workspaceId/events',
    { schema: { hide: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { data: workspaceId } = WorkspaceId.safeParse(request.params.workspaceId);
      if (!workspaceId) return fail('not-found', 'There is no such workspace.');
      await authorize(request, workspaceId);

      reply.hijack();
      const { raw } = reply;
      // Headers that plugins have set so far (security, rate limit) would be lost by hijacking.
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      raw.write(`retry: ${retryMs}\n\n`);

      const unsubscribe = events.subscribe(workspaceId, (event) => {
        raw.write(`data: ${JSON.stringify(event)}\n\n`);
      });
      const check = () => authorize(request, workspaceId).then(() => void raw.write(': still here\n\n'), end);
      const heartbeat = setInterval(check, heartbeatEveryMs);
      const stream = { check, end };
      streams.add(stream);
      raw.on('close', end);

      function end(): void {
        clearInterval(heartbeat);
        unsubscribe();
        streams.delete(stream);
        if (!raw.writableEnded) raw.end();
      }
    },
  );

  // An open stream would keep the server from closing.
  router.app.addHook('preClose', () => {
    for (const { end } of streams) end();
  });

  return {
    async checkAll() {
      await Promise.all([...streams].map(({ check }) => check()));
    },
  };
}
