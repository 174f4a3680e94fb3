import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clone, commitFile, git, remoteUrl } from '../git.ts';
import { at, call } from '../rest.ts';
import { openArranged } from './open-arranged.ts';

const analytics = at('acme/analytics');

test('a renamed project redirects GET to its number and refuses other methods', async () => {
  const gitlab = await openArranged();
  const { id } = (await call(gitlab, 'GET', analytics)).body;
  gitlab.sandbox.renameProject('acme/analytics', 'acme/insights');
  const moved = await call(gitlab, 'GET', `${analytics}/repository/branches?search=dev`);
  expect(moved.status).toBe(302);
  expect(moved.headers.get('location')).toBe(
    `${gitlab.url}/api/v4/projects/${id}/repository/branches?search=dev`,
  );
  const write = await call(gitlab, 'POST', `${analytics}/merge_requests`, { body: { title: 'x' } });
  expect([write.status, write.body]).toEqual([
    405,
    { message: 'Non GET methods are not allowed for moved projects' },
  ]);
  expect((await call(gitlab, 'GET', `/projects/${id}`)).body.path_with_namespace).toBe('acme/insights');
});

test('git goes on working under the old path of a renamed project', async () => {
  const gitlab = await openArranged();
  const dir = await clone(remoteUrl(gitlab, 'acme/analytics'));
  gitlab.sandbox.renameProject('acme/analytics', 'acme/insights');
  expect((await git(dir, 'fetch', 'origin')).exitCode).toBe(0);
  await commitFile(dir, 'z.md', 'z');
  const push = await git(dir, 'push', 'origin', 'HEAD:main');
  expect(push.exitCode).toBe(0);
  expect(push.stderr).toContain("Project 'acme/analytics' was moved to 'acme/insights'.");
});

test('above ten thousand rows a page tells no totals', async () => {
  const gitlab = await openArranged();
  const dir = gitlab.sandbox.repositoryDir('acme/analytics');
  const { stdout } = await git(dir, 'rev-parse', 'main');
  const refs = Array.from({ length: 10_001 }, (_, index) => `${stdout.trim()} refs/heads/b/${index}`);
  appendFileSync(
    join(dir, 'packed-refs'),
    `${refs.sort((a, b) => (a.slice(41) < b.slice(41) ? -1 : 1)).join('\n')}\n`,
  );
  const { headers } = await call(gitlab, 'GET', `${analytics}/repository/branches?per_page=1&search=^b/`);
  expect(headers.get('x-next-page')).toBe('2');
  expect([headers.get('x-total'), headers.get('x-total-pages')]).toEqual([null, null]);
  expect(headers.get('link')).not.toContain('rel="last"');
});

test('a user, a group above and the project itself give access; permissions say which', async () => {
  const gitlab = await openArranged();
  const { body } = await call(gitlab, 'GET', at(gitlab.project));
  expect(body).toMatchObject({
    permissions: { project_access: { access_level: 40 }, group_access: { access_level: 40 } },
  });
  const outside = await call({ ...gitlab, token: 'glpat-sandbox-outsider' }, 'GET', at('acme/handbook'));
  expect(outside.body).toMatchObject({ permissions: { project_access: null, group_access: null } });
});
