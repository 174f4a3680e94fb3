import type { WebhookId } from '@notelab/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../../problem.ts';
import type { Announced, Deliveries } from './receive-delivery.ts';
import { deliveryPath } from './webhooks.ts';

/** GitLab names every file that changed in up to twenty commits. */
const maxBodyBytes = 8 * 1024 * 1024;
/** Of one address; a GitLab tells of ten pushes a second. */
const perMinute = 600;
/** Bodies of one webhook that are read at the same time. More are turned away, not queued. */
const atOnce = 8;

/** Where GitLab delivers: no session, the body as it came because its bytes are signed. */
export async function deliveryRoute(
  app: FastifyInstance,
  { deliveries }: { deliveries: Deliveries },
): Promise<void> {
  const announced = new WeakMap<FastifyRequest, Announced>();
  const reading = new Map<WebhookId, number>();

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
      done(null, body),
    );
    scope.post<{ Params: { webhookId: string } }>(
      `${deliveryPath}:webhookId`,
      {
        schema: { hide: true },
        bodyLimit: maxBodyBytes,
        config: { rateLimit: { max: perMinute, timeWindow: 60_000 } },
        // After the limit, before the body.
        async preParsing(request, reply) {
          const found = await deliveries.announce(request.params.webhookId, request.headers);
          // It would never be over: its end has been told already.
          if (reply.raw.destroyed) fail('invalid-input', 'The delivery broke off.');
          const { id } = found.row;
          const others = reading.get(id) ?? 0;
          if (others >= atOnce) fail('too-many-requests', 'Too many deliveries at once.');
          reading.set(id, others + 1);
          reply.raw.once('close', () => {
            const left = (reading.get(id) ?? 1) - 1;
            if (left > 0) reading.set(id, left);
            else reading.delete(id);
          });
          announced.set(request, found);
        },
      },
      async (request, reply) => {
        const found = announced.get(request) ?? fail('not-found', 'There is nothing at this address.');
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        await deliveries.receive(found, request.headers, body);
        return reply.code(204).send();
      },
    );
  });
}
