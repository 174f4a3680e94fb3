import { expect, test } from 'vitest';
import { addBranch, at, call, getDefaultBranch, newName } from '../rest.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const commits = `${at(gitlab.project)}/repository/commits`;

const commit = (body: object) =>
  call(gitlab, 'POST', commits, { body: { commit_message: 'From the suite', ...body } });
const create = (path: string, content = 'One line.\n') => ({ action: 'create', file_path: path, content });

async function filesOf(ref: string): Promise<string[]> {
  const tree = `${at(gitlab.project)}/repository/tree?ref=${ref}&path=suite&recursive=true&per_page=100`;
  const { body, status } = await call(gitlab, 'GET', tree);
  return status === 404 ? [] : body.map(({ mode, path }) => `${mode} ${path}`);
}

test('one commit creates, updates, moves, deletes and makes executable', async () => {
  const branch = await addBranch(gitlab);
  const made = await commit({
    branch,
    actions: ['a', 'b', 'c', 'd'].map((name) => create(`suite/${name}.md`)),
  });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      title: 'From the suite',
      parent_ids: [expect.any(String)],
      stats: { additions: 4, deletions: 0, total: 4 },
    },
  ]);
  await commit({
    branch,
    actions: [
      { action: 'update', file_path: 'suite/a.md', content: 'Changed.\n' },
      { action: 'move', file_path: 'suite/moved/b.md', previous_path: 'suite/b.md' },
      { action: 'delete', file_path: 'suite/c.md' },
      { action: 'chmod', file_path: 'suite/d.md', execute_filemode: true },
      { action: 'create', file_path: 'suite/e.bin', content: 'AAEC', encoding: 'base64' },
    ],
  });
  expect((await filesOf(branch)).filter((file) => file.includes('.')).sort()).toEqual([
    '100644 suite/a.md',
    '100644 suite/e.bin',
    '100644 suite/moved/b.md',
    '100755 suite/d.md',
  ]);
  const file = `${at(gitlab.project)}/repository/files/${encodeURIComponent('suite/e.bin')}?ref=${branch}`;
  expect((await call(gitlab, 'GET', file)).body).toMatchObject({
    content: 'AAEC',
    size: 3,
    encoding: 'base64',
  });
});

test('start_branch and start_sha begin a new branch, force moves an existing one', async () => {
  const branch = newName();
  afterwards(() => call(gitlab, 'DELETE', `${at(gitlab.project)}/repository/branches/${branch}`));
  const start = await getDefaultBranch(gitlab);
  const first = await commit({ branch, start_branch: start, actions: [create('suite/1.md')] });
  expect(first.status).toBe(201);
  const again = await commit({ branch, start_branch: start, actions: [create('suite/2.md')] });
  expect([again.status, again.body]).toEqual([
    400,
    { message: `A branch called '${branch}' already exists. Switch to that branch in order to make changes` },
  ]);
  const [parent] = first.body.parent_ids as string[];
  const forced = await commit({ branch, start_sha: parent, force: true, actions: [create('suite/3.md')] });
  expect(forced.status).toBe(201);
  expect(await filesOf(branch)).toEqual(['100644 suite/3.md']);
});

test('a file that exists cannot be created, and one that does not cannot be changed', async () => {
  const branch = await addBranch(gitlab);
  await commit({ branch, actions: [create('suite/a.md')] });
  const twice = await commit({ branch, actions: [create('suite/a.md')] });
  expect([twice.status, twice.body]).toEqual([400, { message: 'A file with this name already exists' }]);
  const actions = [{ action: 'update', file_path: 'suite/none.md', content: 'x' }];
  const missing = await commit({ branch, actions });
  expect([missing.status, missing.body]).toEqual([400, { message: "A file with this name doesn't exist" }]);
});

test('last_commit_id refuses to write over what changed since', async () => {
  const branch = await addBranch(gitlab);
  const first = await commit({ branch, actions: [create('suite/a.md')] });
  const update = (content: string) => ({
    action: 'update',
    file_path: 'suite/a.md',
    content,
    last_commit_id: first.body.id,
  });
  expect((await commit({ branch, actions: [update('Two.\n')] })).status).toBe(201);
  const late = await commit({ branch, actions: [update('Three.\n')] });
  expect(late.status).toBe(400);
  expect(String(late.body.message)).toContain('changed since you started editing it');
});

test('a commit through the API is the user’s own, by the e-mail address for commits', async () => {
  const branch = await addBranch(gitlab);
  const { body } = await commit({ branch, actions: [create('suite/a.md')] });
  const { body: user } = await call(gitlab, 'GET', '/user');
  expect(body).toMatchObject({ author_email: user.commit_email, committer_email: user.commit_email });
});

test('a protected branch refuses a commit from who may not push to it', async () => {
  const branch = await addBranch(gitlab);
  const protections = `${at(gitlab.project)}/protected_branches`;
  await call(gitlab, 'POST', protections, { body: { name: branch, push_access_level: 0 } });
  afterwards(() => call(gitlab, 'DELETE', `${protections}/${branch}`));
  const { status, body } = await commit({ branch, actions: [create('suite/a.md')] });
  expect([status, body]).toEqual([
    403,
    { message: '403 Forbidden - You are not allowed to push into this branch' },
  ]);
});
