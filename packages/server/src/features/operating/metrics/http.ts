import type { FastifyInstance } from 'fastify';
import type { Metrics } from './registry.ts';

const deliveryRoute = '/api/gitlab/hooks/:webhookId';

/** Requests by the pattern of their route: addresses hold names, codes and secrets. */
export function measureHttp(app: FastifyInstance, metrics: Metrics): void {
  const requests = metrics.seconds(
    'http_request_duration_seconds',
    'HTTP requests by method, route pattern and status',
    ['method', 'route', 'status'],
  );
  const deliveries = metrics.counter(
    'webhook_deliveries_total',
    'Deliveries of GitLab webhooks by how they were answered',
    ['outcome'],
  );

  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    const status = reply.statusCode;
    requests.observe({ method, route, status }, reply.elapsedTime / 1000);
    if (route === deliveryRoute) deliveries.inc({ outcome: toDeliveryOutcome(status) });
  });
}

function toDeliveryOutcome(status: number): string {
  if (status < 300) return 'accepted';
  if (status === 404) return 'unknown';
  if (status === 409) return 'repeated';
  if (status === 429) return 'too-many';
  return status < 500 ? 'refused' : 'failed';
}
