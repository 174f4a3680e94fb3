import { expect, test } from 'vitest';
import { newTokens, revoke } from '../oauth.ts';
import { addBranch, at, call, getDefaultBranch, newName } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const project = at(gitlab.project);

async function said(method: string, path: string, options: Parameters<typeof call>[3] = {}) {
  const { status, body } = await call(gitlab, method, path, options);
  return [status, body];
}

test('answers are JSON, and their type names no character set', async () => {
  const { headers } = await call(gitlab, 'GET', '/user');
  expect(headers.get('content-type')).toBe('application/json');
});

test('an unknown token is 401 Unauthorized', async () => {
  expect(await said('GET', '/user', { token: 'unknown' })).toEqual([401, { message: '401 Unauthorized' }]);
  expect(await said('GET', '/user', { token: null })).toEqual([401, { message: '401 Unauthorized' }]);
});

test('a revoked token is told apart from an unknown one', async () => {
  const { accessToken } = await newTokens(gitlab);
  await revoke(gitlab, accessToken);
  const description = 'Token was revoked. You have to re-authorize from the user.';
  const answer = await call(gitlab, 'GET', '/user', { token: accessToken });
  expect([answer.status, answer.body]).toEqual([
    401,
    { error: 'invalid_token', error_description: description },
  ]);
  expect(answer.headers.get('www-authenticate')).toBe(
    `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${description}"`,
  );
});

test('what is missing is named under message', async () => {
  const nowhere = at(`${gitlab.project}-${newName()}`);
  expect(await said('GET', nowhere)).toEqual([404, { message: '404 Project Not Found' }]);
  const branch = `${project}/repository/branches/${newName()}`;
  expect(await said('GET', branch)).toEqual([404, { message: '404 Branch Not Found' }]);
  const file = `${project}/repository/files/${newName()}?ref=${await getDefaultBranch(gitlab)}`;
  expect(await said('GET', file)).toEqual([404, { message: '404 File Not Found' }]);
});

test('a missing parameter is named under error', async () => {
  const body = { source_branch: await addBranch(gitlab), target_branch: await getDefaultBranch(gitlab) };
  const answer = await said('POST', `${project}/merge_requests`, { body });
  expect(answer).toEqual([400, { error: 'title is missing' }]);
});

test('what is not valid is said by field', async () => {
  const { body: existing } = await call(gitlab, 'GET', project);
  const namespace = existing.namespace as { id: number };
  const body = { name: existing.name, path: existing.path, namespace_id: namespace.id };
  const answer = await said('POST', '/projects', { body });
  expect(answer).toMatchObject([400, { message: { name: ['has already been taken'] } }]);
});
