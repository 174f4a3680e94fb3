import type { FastifyReply } from 'fastify';

// What gitlab.com allows a user.
const requestsPerMinute = 2000;

/** The answer of the limit on all requests, as plain text; that of an endpoint's own limit is JSON. */
export function sendRateLimited(
  reply: FastifyReply,
  limit: { ofEndpoint: boolean; retryAfterSeconds: number; nowMs: number },
): void {
  if (limit.ofEndpoint) {
    const error = 'This endpoint has been requested too many times. Try again later.';
    reply
      .code(429)
      .type('application/json')
      .send(JSON.stringify({ message: { error } }));
    return;
  }
  const resetMs = limit.nowMs + limit.retryAfterSeconds * 1000;
  reply
    .code(429)
    .headers({
      'RateLimit-Limit': String(requestsPerMinute),
      'RateLimit-Name': 'throttle_authenticated_api',
      'RateLimit-Observed': String(requestsPerMinute + 1),
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': String(Math.floor(resetMs / 1000)),
      'RateLimit-ResetTime': new Date(resetMs).toUTCString(),
      'Retry-After': String(limit.retryAfterSeconds),
    })
    .type('text/plain')
    .send('Retry later\n');
}
