import { expect, test } from 'vitest';
import { openBrowser } from '../browser.ts';
import { authorize } from '../oauth.ts';
import { addBranch, addMergeRequest, at, call, getDefaultBranch } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const requests = `${at(gitlab.project)}/merge_requests`;

test('a merge request is made with 201, and is being checked at first', async () => {
  const { status, body, source } = await addMergeRequest(gitlab);
  expect([status, body]).toMatchObject([
    201,
    {
      iid: expect.any(Number),
      state: 'opened',
      merge_status: 'checking',
      source_branch: source,
      author: { username: gitlab.username },
      web_url: `${gitlab.url}/${gitlab.project}/-/merge_requests/${body.iid}`,
    },
  ]);
});

test('a second one for the same branches is a conflict that names the first', async () => {
  const first = await addMergeRequest(gitlab);
  const second = await addMergeRequest(gitlab, first.source);
  expect([second.status, second.body]).toEqual([
    409,
    { message: [`Another open merge request already exists for this source branch: !${first.body.iid}`] },
  ]);
});

test('source and target cannot be the same branch', async () => {
  const { status, body } = await addMergeRequest(gitlab, await getDefaultBranch(gitlab));
  expect([status, body]).toEqual([
    422,
    { message: ["You can't use same project/branch for source and target"] },
  ]);
});

test('the source branch cannot be changed later', async () => {
  const { body: made, source } = await addMergeRequest(gitlab);
  const changes = { title: 'Another title', source_branch: await addBranch(gitlab) };
  const { body } = await call(gitlab, 'PUT', `${requests}/${made.iid}`, { body: changes });
  expect(body).toMatchObject({ title: 'Another title', source_branch: source });
});

test('merge requests are found by source branch and state', async () => {
  const { body: made, source } = await addMergeRequest(gitlab);
  const find = async (state: string) =>
    (await call(gitlab, 'GET', `${requests}?source_branch=${source}&state=${state}`)).body.map(
      ({ iid }) => iid,
    );
  expect([await find('opened'), await find('merged')]).toEqual([[made.iid], []]);
});

test('a merge request is merged into its target, and its commit tells of it', async () => {
  const target = await addBranch(gitlab);
  const { body: made, source } = await addMergeRequest(gitlab);
  await call(gitlab, 'PUT', `${requests}/${made.iid}`, { body: { target_branch: target } });
  // GitLab checks in the background; asking for it again waits for that.
  await expect
    .poll(async () => (await call(gitlab, 'GET', `${requests}/${made.iid}`)).body.merge_status)
    .toBe('can_be_merged');
  const merged = await call(gitlab, 'PUT', `${requests}/${made.iid}/merge`);
  expect([merged.status, merged.body]).toMatchObject([200, { state: 'merged' }]);
  const head = await call(gitlab, 'GET', `${at(gitlab.project)}/repository/commits/${target}`);
  expect(head.body).toMatchObject({
    id: merged.body.merge_commit_sha,
    title: `Merge branch '${source}' into '${target}'`,
  });
});

test('the page for a new merge request is filled in from its address', async () => {
  const { source } = await addMergeRequest(gitlab);
  const branch = await addBranch(gitlab);
  const browser = openBrowser(gitlab.url);
  await authorize(gitlab);
  const address = `${gitlab.url}/${gitlab.project}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${branch}&merge_request%5Btarget_branch%5D=${source}`;
  let page = await browser.visit(address);
  if (page.kind === 'page' && page.html.includes('type="password"')) {
    const { username, password } = gitlab;
    page = await browser.press(page, /^sign in/i, { text: username, email: username, password });
  }
  page = await browser.visit(address);
  expect(page).toMatchObject({ kind: 'page', status: 200, html: expect.stringContaining(branch) });
  expect(page).toMatchObject({ html: expect.stringContaining(source) });
});
