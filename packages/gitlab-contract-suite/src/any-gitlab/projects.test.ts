import { expect, test } from 'vitest';
import { at, call } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

const name = gitlab.project.slice(gitlab.project.lastIndexOf('/') + 1);
const list = (query: string) => call(gitlab, 'GET', `/projects?per_page=100&${query}`);
const paths = async (query: string) => (await list(query)).body.map((row) => row.path_with_namespace);

test('a project is the same by path and by number', async () => {
  const { body } = await call(gitlab, 'GET', at(gitlab.project));
  expect(body.path_with_namespace).toBe(gitlab.project);
  expect((await call(gitlab, 'GET', `/projects/${body.id}`)).body.path_with_namespace).toBe(gitlab.project);
});

test('membership, a search and a least level find a project of the user', async () => {
  const query = `membership=true&search=${encodeURIComponent(name)}`;
  expect(await paths(query)).toContain(gitlab.project);
  for (const level of [10, 15, 20, 30, 40]) {
    expect(await paths(`${query}&min_access_level=${level}`), String(level)).toContain(gitlab.project);
  }
});

test('a search reaches into the names of groups with search_namespaces only', async () => {
  const namespace = gitlab.project.slice(0, gitlab.project.lastIndexOf('/'));
  const query = `membership=true&search=${encodeURIComponent(`${namespace}/${name}`)}`;
  expect(await paths(`${query}&search_namespaces=true`)).toContain(gitlab.project);
  expect(await paths(query)).not.toContain(gitlab.project);
});

test('archived=false leaves a project that is not archived, archived=true hides it', async () => {
  const query = `membership=true&search=${encodeURIComponent(name)}`;
  expect(await paths(`${query}&archived=false`)).toContain(gitlab.project);
  expect(await paths(`${query}&archived=true`)).not.toContain(gitlab.project);
});

test('the newest project comes first unless another order is asked for', async () => {
  const times = (await list('membership=true')).body.map((row) => Date.parse(String(row.created_at)));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  const ids = (await list('membership=true&order_by=id&sort=asc')).body.map(({ id }) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

test('simple=true leaves out permissions', async () => {
  const query = `membership=true&search=${encodeURIComponent(name)}`;
  const find = async (extra: string) =>
    (await list(`${query}${extra}`)).body.find((row) => row.path_with_namespace === gitlab.project);
  expect(await find('&simple=true')).not.toHaveProperty('permissions');
  expect(await find('')).toHaveProperty('permissions.project_access');
  expect(await find('')).toHaveProperty('permissions.group_access');
});

test('the user of the token has the e-mail addresses that commits count by', async () => {
  const { status, body } = await call(gitlab, 'GET', '/user');
  expect([status, body]).toMatchObject([
    200,
    {
      id: expect.any(Number),
      username: gitlab.username,
      name: expect.any(String),
      state: 'active',
      web_url: `${gitlab.url}/${gitlab.username}`,
      email: expect.stringContaining('@'),
      commit_email: expect.stringContaining('@'),
    },
  ]);
  expect(body).toHaveProperty('avatar_url');
  expect(body).toHaveProperty('public_email');
});
