import type { FastifyRequest } from 'fastify';

/** Fields of a form or JSON body or a query, of which only texts count; of several with one name, the last. */
export type Form = Record<string, string>;

export function toForm(value: unknown): Form {
  const form: Form = Object.create(null);
  if (typeof value !== 'object' || value === null) return form;
  for (const [name, field] of Object.entries(value)) {
    const last: unknown = Array.isArray(field) ? field.at(-1) : field;
    if (typeof last === 'string' && last.trim() !== '') form[name] = last;
  }
  return form;
}

/** All parameters of a request: Rails does not ask whether one came in the query or in the body. */
export function parametersOf(request: FastifyRequest): Form {
  return Object.assign(toForm(request.query), toForm(request.body));
}
