import type { z } from 'zod';

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify's notation: `/api/projects/:projectId`. */
  path: string;
  summary: string;
  /** Group in the published documentation. */
  tag: string;
  /** Absent means the endpoint takes none. */
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
}

/**
 * Defines an endpoint once. The server's validation, the web's typed client and the OpenAPI document at
 * `/api/docs` all come from this value.
 */
export function endpoint<
  Response extends z.ZodType,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return definition;
}
