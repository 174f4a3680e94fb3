import { expect, test } from 'vitest';
import { addBranch, addCommit, at, call, getDefaultBranch, newName } from '../rest.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const branches = `${at(gitlab.project)}/repository/branches`;
const protections = `${at(gitlab.project)}/protected_branches`;

const names = async (query: string) =>
  (await call(gitlab, 'GET', `${branches}?${query}`)).body.map((row) => row.name);

test('a branch has the fields of GitLab and no others that matter', async () => {
  const branch = await addBranch(gitlab, `${newName()}/deep`);
  const { body } = await call(gitlab, 'GET', `${branches}/${encodeURIComponent(branch)}`);
  expect(body).toMatchObject({
    name: branch,
    commit: { id: expect.stringMatching(/^[0-9a-f]{40}$/) },
    merged: expect.any(Boolean),
    protected: false,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: true,
    default: false,
    web_url: `${gitlab.url}/${gitlab.project}/-/tree/${branch}`,
  });
});

test('the default branch is protected and says so', async () => {
  const { body } = await call(gitlab, 'GET', `${branches}/${await getDefaultBranch(gitlab)}`);
  expect(body).toMatchObject({ default: true, protected: true, merged: false });
});

test('branches are searched by any part, by beginning, by end and by expression', async () => {
  const [one, two] = [newName('one'), newName('two')];
  for (const name of [one, two]) await addBranch(gitlab, `${name}-end`);
  expect(await names(`search=${one}`)).toEqual([`${one}-end`]);
  expect(await names(`search=^${two}`)).toEqual([`${two}-end`]);
  expect(await names(`search=${one.slice(3)}-end$`)).toEqual([`${one}-end`]);
  expect(await names(`search=^${one.slice(1)}`)).toEqual([]);
  expect(await names(`regex=${encodeURIComponent(`^(${one}|${two})-end$`)}`)).toEqual([
    `${one}-end`,
    `${two}-end`,
  ]);
});

test('branches are sorted by their last commit on request', async () => {
  const prefix = newName();
  for (const name of [`${prefix}-a`, `${prefix}-b`]) await addBranch(gitlab, name);
  await addCommit(gitlab, `${prefix}-b`);
  const query = `search=^${prefix}`;
  expect(await names(`${query}&sort=updated_desc`)).toEqual([`${prefix}-b`, `${prefix}-a`]);
  expect(await names(`${query}&sort=updated_asc`)).toEqual([`${prefix}-a`, `${prefix}-b`]);
});

test('protection decides who can push, and its name is taken once', async () => {
  const branch = await addBranch(gitlab);
  const protect = { name: branch, push_access_level: 30, merge_access_level: 40 };
  const made = await call(gitlab, 'POST', protections, { body: protect });
  afterwards(() => call(gitlab, 'DELETE', `${protections}/${branch}`));
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      name: branch,
      push_access_levels: [{ access_level: 30, access_level_description: 'Developers + Maintainers' }],
      merge_access_levels: [{ access_level: 40, access_level_description: 'Maintainers' }],
      allow_force_push: false,
    },
  ]);
  const { body } = await call(gitlab, 'GET', `${branches}/${branch}`);
  expect(body).toMatchObject({ protected: true, developers_can_push: true, developers_can_merge: false });
  const twice = await call(gitlab, 'POST', protections, { body: protect });
  expect([twice.status, twice.body]).toEqual([
    409,
    { message: `Protected branch '${branch}' already exists` },
  ]);
  expect((await call(gitlab, 'DELETE', `${protections}/${branch}`)).status).toBe(204);
  expect((await call(gitlab, 'GET', `${branches}/${branch}`)).body.protected).toBe(false);
});
