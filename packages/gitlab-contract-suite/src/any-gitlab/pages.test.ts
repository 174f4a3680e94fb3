import { expect, test } from 'vitest';
import { type Answer, addBranch, at, call, newName } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

/** Relations and addresses of `Link`, in its order. */
const linksOf = ({ headers }: Answer) =>
  [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, address, rel]) => ({
    rel,
    query: new URL(address!).searchParams,
    address,
  }));

const headersOf = ({ headers }: Answer) =>
  Object.fromEntries(
    ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'].map((name) => [
      name,
      headers.get(name),
    ]),
  );

async function threeBranches() {
  const prefix = newName();
  for (const number of [1, 2, 3]) await addBranch(gitlab, `${prefix}-${number}`);
  return `${at(gitlab.project)}/repository/branches?search=^${prefix}`;
}

test('offset pages carry links, numbers and totals; there is no previous page before the first', async () => {
  const list = await threeBranches();
  const first = await call(gitlab, 'GET', `${list}&per_page=1`);
  expect(headersOf(first)).toEqual({
    'x-page': '1',
    'x-per-page': '1',
    'x-next-page': '2',
    'x-prev-page': '',
    'x-total': '3',
    'x-total-pages': '3',
  });
  const second = await call(gitlab, 'GET', `${list}&per_page=1&page=2`);
  expect(headersOf(second)).toMatchObject({ 'x-page': '2', 'x-next-page': '3', 'x-prev-page': '1' });
  expect(linksOf(second).map(({ rel, query }) => `${rel} ${query.get('page')}`)).toEqual([
    'prev 1',
    'next 3',
    'first 1',
    'last 3',
  ]);
  expect(linksOf(second)[0]!.address).toContain(`${gitlab.url}/api/v4/projects/`);
  const last = await call(gitlab, 'GET', `${list}&per_page=1&page=3`);
  expect([headersOf(last)['x-next-page'], last.body.length]).toEqual(['', 1]);
});

test('without parameters a page is the first, of twenty; more than a hundred are never given', async () => {
  const list = await threeBranches();
  expect(headersOf(await call(gitlab, 'GET', list))).toMatchObject({ 'x-page': '1', 'x-per-page': '20' });
  expect(headersOf(await call(gitlab, 'GET', `${list}&per_page=500`))['x-per-page']).toBe('100');
});

test('keyset pages of projects have a link to the next only, with id_after, and no totals', async () => {
  const query = '/projects?pagination=keyset&order_by=id&sort=asc&per_page=1&simple=true';
  const first = await call(gitlab, 'GET', query);
  const [next, ...others] = linksOf(first);
  expect([next?.rel, others, first.headers.get('x-total')]).toEqual(['next', [], null]);
  expect(next?.query.get('id_after')).toBe(String(first.body[0]!.id));
  const second = await call(gitlab, 'GET', next!.address!.slice(`${gitlab.url}/api/v4`.length));
  expect(Number(second.body[0]!.id)).toBeGreaterThan(Number(first.body[0]!.id));
});
