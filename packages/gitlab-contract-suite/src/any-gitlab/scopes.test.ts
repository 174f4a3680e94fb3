import { expect, test } from 'vitest';
import { askRefs } from '../git.ts';
import { newTokens } from '../oauth.ts';
import { at, call } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

/** Statuses of what a token is good for. */
async function trial(scope: string) {
  const { accessToken: token } = await newTokens(gitlab, scope);
  const statusOf = async (method: string, path: string) =>
    (await call(gitlab, method, path, { token })).status;
  return {
    user: await statusOf('GET', '/user'),
    projects: await statusOf('GET', '/projects?per_page=1'),
    // Without parameters: 400 says that the token would do.
    create: await statusOf('POST', `${at(gitlab.project)}/merge_requests`),
    pull: (await askRefs(gitlab, gitlab.project, 'upload-pack', { token })).status,
    push: (await askRefs(gitlab, gitlab.project, 'receive-pack', { token })).status,
  };
}

test('api is REST, pull and push, and enough alone', async () => {
  expect(await trial('api')).toEqual({ user: 200, projects: 200, create: 400, pull: 200, push: 200 });
});

test('read_api reads REST and pulls', async () => {
  expect(await trial('read_api')).toEqual({ user: 200, projects: 200, create: 403, pull: 200, push: 403 });
});

test('read_repository pulls', async () => {
  expect(await trial('read_repository')).toMatchObject({ projects: 403, create: 403, pull: 200, push: 403 });
});

test('write_repository pulls and pushes, and has no REST', async () => {
  expect(await trial('write_repository')).toEqual({
    user: 403,
    projects: 403,
    create: 403,
    pull: 200,
    push: 200,
  });
});

test('read_user is /user only', async () => {
  expect(await trial('read_user')).toEqual({ user: 200, projects: 403, create: 403, pull: 403, push: 403 });
});

test('a missing scope is said over REST with the scopes that would do', async () => {
  const { accessToken: token } = await newTokens(gitlab, 'read_user');
  const { status, body } = await call(gitlab, 'GET', '/projects', { token });
  expect([status, body]).toEqual([
    403,
    {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the access token.',
      scope: expect.stringMatching(/\bapi\b/),
    },
  ]);
});

test('a missing scope is said to git', async () => {
  const { accessToken } = await newTokens(gitlab, 'read_user');
  const pull = await askRefs(gitlab, gitlab.project, 'upload-pack', { token: accessToken });
  expect([pull.status, pull.text]).toEqual([403, 'You are not allowed to download code.']);
  const reader = await newTokens(gitlab, 'read_repository');
  const push = await askRefs(gitlab, gitlab.project, 'receive-pack', { token: reader.accessToken });
  expect([push.status, push.text]).toEqual([403, 'You are not allowed to upload code.']);
});
