import { Readable } from 'node:stream';
import { type CheckResult, testConnection, testInstance } from '@notelab/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Router } from '../../../http/route.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import { createInstanceGate } from '../instances/policy.ts';
import type { ConnectionTests } from './connection-test.ts';

/** Outside the contract's endpoints: the answers come one by one. */
export function connectionTestRoutes(
  router: Router,
  { connectionTests, workspaces }: { connectionTests: ConnectionTests; workspaces: Workspaces },
): void {
  const requireAdmin = createInstanceGate(workspaces);
  const hidden = { hide: true };

  router.app.post<{ Body: z.output<typeof testConnection.body> }>(
    testConnection.path,
    { schema: { ...hidden, body: testConnection.body } },
    async (request, reply) => {
      await requireAdmin(await router.requireUser(request));
      return stream(reply, connectionTests.testSettings(request.body, endOf(reply)));
    },
  );

  router.app.post<{
    Params: z.output<typeof testInstance.params>;
    Body: z.output<typeof testInstance.body>;
  }>(
    testInstance.path,
    { schema: { ...hidden, params: testInstance.params, body: testInstance.body } },
    async (request, reply) => {
      const user = await router.requireUser(request);
      await requireAdmin(user);
      const { instanceId } = request.params;
      return stream(reply, await connectionTests.testInstance(user, instanceId, request.body, endOf(reply)));
    },
  );
}

/** Whoever does not wait for the answer any more wants no test. */
function endOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

function stream(reply: FastifyReply, results: AsyncIterable<CheckResult> | Iterable<CheckResult>) {
  async function* lines() {
    for await (const result of results) yield `${JSON.stringify(result)}\n`;
  }
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(lines()));
}
