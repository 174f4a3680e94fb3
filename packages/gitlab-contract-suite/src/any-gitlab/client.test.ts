import {
  beginAuthorization,
  createGitLabClient,
  exchangeCode,
  GitLabError,
  guardedDispatcher,
  newMergeRequestUrl,
  readTokenInfo,
  refreshTokens,
  repositoryGitUrl,
  revokeToken,
  Secret,
} from '@notelab/gitlab';
import { afterAll, expect, test } from 'vitest';
import { authorizeInBrowser, openBrowser } from '../browser.ts';
import { git, temporaryDir } from '../git.ts';
import { addBranch, addCommit, addMergeRequest, call, getDefaultBranch } from '../rest.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

const dispatcher = guardedDispatcher({ allowPrivateHosts: true });
afterAll(() => dispatcher.destroy());
const application = {
  instance: gitlab.url,
  clientId: gitlab.application.clientId,
  clientSecret: new Secret(gitlab.application.clientSecret),
  dispatcher,
};
const clientFor = (token: Secret) =>
  createGitLabClient({ instance: gitlab.url, token: async () => token, dispatcher });
const client = clientFor(new Secret(gitlab.token));

test('Notelab’s client links an account, refreshes and revokes its tokens', async () => {
  const { redirectUri } = gitlab.application;
  const begun = await beginAuthorization({ ...application, redirectUri, scope: 'api' });
  const end = await authorizeInBrowser(openBrowser(gitlab.url), begun.url, gitlab);
  const answer = new URL(end.url).searchParams;
  expect(answer.get('state')).toBe(begun.state);
  const { codeVerifier } = begun;
  const first = await exchangeCode({ ...application, redirectUri, code: answer.get('code')!, codeVerifier });
  const refreshed = await refreshTokens({ ...application, refreshToken: first.refreshToken! });
  if (refreshed.kind !== 'refreshed') throw new Error(refreshed.kind);
  afterwards(() => revokeToken({ ...application, token: refreshed.tokens.accessToken }));
  expect(await refreshTokens({ ...application, refreshToken: first.refreshToken! })).toEqual({
    kind: 'invalid-grant',
  });
  const { accessToken } = refreshed.tokens;
  const user = await clientFor(accessToken).getCurrentUser();
  expect(user.username).toBe(gitlab.username);
  expect(await readTokenInfo({ ...application, accessToken })).toMatchObject({
    userId: user.id,
    scopes: ['api'],
    applicationUid: gitlab.application.clientId,
  });
  await revokeToken({ ...application, token: accessToken });
  const after = clientFor(accessToken).getCurrentUser();
  await expect(after).rejects.toMatchObject({ kind: 'token-revoked' });
});

test('Notelab’s client finds the project, its branches and its people', async () => {
  const found = await client.getProject(gitlab.project);
  const name = gitlab.project.slice(gitlab.project.lastIndexOf('/') + 1);
  const { projects } = await client.listProjects({ search: name, minAccessLevel: 30 });
  expect(projects).toContainEqual(found);
  expect(found).toMatchObject({
    path: gitlab.project,
    defaultBranch: await getDefaultBranch(gitlab),
    httpUrl: repositoryGitUrl(gitlab.url, gitlab.project),
  });
  const branch = await addBranch(gitlab);
  const { branches } = await client.listBranches(found.id, { search: branch });
  expect(branches).toEqual([await client.findBranch(found.id, branch)]);
  expect(await client.findBranch(found.id, `${branch}-none`)).toBeNull();
  const members = await client.listMembers(found.id, { perPage: 100 });
  expect(members.map(({ username }) => username)).toContain(gitlab.username);
  expect(await client.getVersion()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/) });
});

test('Notelab’s client opens a merge request once, and reads it with its threads and approvals', async () => {
  const { id } = await client.getProject(gitlab.project);
  const sourceBranch = await addBranch(gitlab);
  await addCommit(gitlab, sourceBranch);
  const targetBranch = await getDefaultBranch(gitlab);
  const input = { sourceBranch, targetBranch, title: sourceBranch };
  const made = await client.createMergeRequest(id, input);
  if (made.kind !== 'created') throw new Error(made.kind);
  const { iid } = made.mergeRequest;
  const path = `/projects/${id}/merge_requests/${iid}`;
  afterwards(() => call(gitlab, 'PUT', path, { body: { state_event: 'close' } }));
  expect(await client.createMergeRequest(id, input)).toEqual({ kind: 'exists', iid });
  const { mergeRequests } = await client.listMergeRequests(id, { state: 'opened', sourceBranch });
  expect(mergeRequests).toMatchObject([
    { iid, sourceBranch, state: 'opened', author: { username: gitlab.username } },
  ]);
  expect(await client.getMergeRequest(id, iid)).toMatchObject({ iid, title: sourceBranch });
  expect(await client.countThreads(id, iid)).toEqual({ total: 0, unresolved: 0, isPartial: false });
  expect(await client.findApprovals(id, iid)).toMatchObject({ approvedBy: [] });
});

test('Notelab’s client tells what is wrong apart', async () => {
  const kindOf = async (asked: Promise<unknown>) =>
    asked.then(
      () => 'done',
      (error) => (error instanceof GitLabError ? error.kind : error),
    );
  expect(await kindOf(clientFor(new Secret('unknown')).getCurrentUser())).toBe('unauthorized');
  expect(await kindOf(client.getProject(`${gitlab.project}-none`))).toBe('not-found');
  const { id } = await client.getProject(gitlab.project);
  const branch = await getDefaultBranch(gitlab);
  const same = client.createMergeRequest(id, { sourceBranch: branch, targetBranch: branch, title: 'x' });
  expect(await kindOf(same)).toBe('invalid');
});

test('Notelab’s address of the page for a new merge request is the one that GitLab prints', async () => {
  const { source } = await addMergeRequest(gitlab);
  const address = newMergeRequestUrl(gitlab.url, gitlab.project, { sourceBranch: source });
  expect(address).toBe(
    `${gitlab.url}/${gitlab.project}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${source}`,
  );
  const url = repositoryGitUrl(gitlab.url, gitlab.project).replace('://', `://oauth2:${gitlab.token}@`);
  expect((await git(temporaryDir(), 'ls-remote', url, source)).stdout).toContain(`refs/heads/${source}`);
});
