import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { invalidParameter } from './api-error.ts';
import { findInteger, type Params } from './params.ts';

const maxPerPage = 100;
const maxCountedRows = 10_000;

export interface Page {
  page: number;
  perPage: number;
}

export function parsePage(params: Params): Page {
  const page = findInteger(params, 'page') ?? 1;
  const perPage = findInteger(params, 'per_page') ?? 20;
  if (perPage < 1) throw invalidParameter('per_page has a value not allowed');
  return { page: Math.max(1, page), perPage: Math.min(maxPerPage, perPage) };
}

/** The address of the request with other query values. */
export function addressWith(
  site: Site,
  request: FastifyRequest,
  values: Record<string, string | number>,
): string {
  const [path = '', query = ''] = (request.raw.url ?? '').slice(site.basePath.length).split('?', 2);
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) search.set(name, String(value));
  return `${site.url}${path}?${search}`;
}

/** Sets `Link` and the `X-…` headers of offset pagination. */
export function setPageHeaders(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { page, perPage }: Page,
  rows: { total: number | null; hasNext: boolean },
): void {
  const link = (rel: string, number: number) =>
    `<${addressWith(site, request, { page: number, per_page: perPage })}>; rel="${rel}"`;
  const links: string[] = [];
  if (page > 1) links.push(link('prev', page - 1));
  if (rows.hasNext) links.push(link('next', page + 1));
  links.push(link('first', 1));
  reply.header('X-Per-Page', String(perPage));
  reply.header('X-Page', String(page));
  reply.header('X-Next-Page', rows.hasNext ? String(page + 1) : '');
  reply.header('X-Prev-Page', page > 1 ? String(page - 1) : '');
  if (rows.total !== null && rows.total <= maxCountedRows) {
    const pages = Math.max(1, Math.ceil(rows.total / perPage));
    reply.header('X-Total', String(rows.total));
    reply.header('X-Total-Pages', String(Math.ceil(rows.total / perPage)));
    links.push(link('last', pages));
  }
  reply.header('Link', links.join(', '));
}

/** One page of a list that is known as a whole, with its headers. */
export function paginate<Row>(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Params,
  rows: Row[],
): Row[] {
  const page = parsePage(params);
  const start = (page.page - 1) * page.perPage;
  const hasNext = start + page.perPage < rows.length;
  setPageHeaders(site, request, reply, page, { total: rows.length, hasNext });
  return rows.slice(start, start + page.perPage);
}
