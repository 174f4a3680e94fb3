import type { Endpoint, User } from '@notelab/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { fail } from '../problem.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface Call<E extends Endpoint> {
  params: Parsed<NonNullable<E['params']>>;
  query: Parsed<NonNullable<E['query']>>;
  body: Parsed<NonNullable<E['body']>>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface RouteOptions {
  /** How often one address may call; more is answered with `too-many-requests`. */
  limitPerMinute?: number;
}

export interface Router {
  /** An endpoint for signed-in users. */
  route<E extends Endpoint>(
    endpoint: E,
    handler: (call: Call<E> & { user: User }) => Promise<z.input<E['response']>> | z.input<E['response']>,
  ): void;
  /** An endpoint that anybody may call. */
  publicRoute<E extends Endpoint>(
    endpoint: E,
    handler: (call: Call<E>) => Promise<z.input<E['response']>> | z.input<E['response']>,
    options?: RouteOptions,
  ): void;
  /** The signed-in user, for routes outside the contract (bytes, events). Throws `not-signed-in`. */
  requireUser(request: FastifyRequest): Promise<User>;
  /** For routes outside the contract: bytes, events, redirects. */
  app: FastifyInstance;
}

export function createRouter(
  app: FastifyInstance,
  findUser: (request: FastifyRequest) => Promise<User | null>,
): Router {
  function register(
    endpoint: Endpoint,
    handler: (call: Call<Endpoint>) => unknown,
    { limitPerMinute }: RouteOptions = {},
  ): void {
    const schema: Record<string, unknown> = {
      summary: endpoint.summary,
      tags: [endpoint.tag],
      response: { 200: endpoint.response },
    };
    if (endpoint.params) schema.params = endpoint.params;
    if (endpoint.query) schema.querystring = endpoint.query;
    if (endpoint.body) schema.body = endpoint.body;
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      schema,
      ...(limitPerMinute && { config: { rateLimit: { max: limitPerMinute, timeWindow: 60_000 } } }),
      handler: (request, reply) =>
        handler({
          params: request.params as never,
          query: request.query as never,
          body: request.body as never,
          request,
          reply,
        }),
    });
  }

  async function requireUser(request: FastifyRequest): Promise<User> {
    return (await findUser(request)) ?? fail('not-signed-in', 'Sign in to go on.');
  }

  return {
    app,
    requireUser,
    route: (endpoint, handler) =>
      register(endpoint, async (call) =>
        handler({ ...(call as Call<typeof endpoint>), user: await requireUser(call.request) }),
      ),
    publicRoute: (endpoint, handler, options) =>
      register(endpoint, (call) => handler(call as Call<typeof endpoint>), options),
  };
}
