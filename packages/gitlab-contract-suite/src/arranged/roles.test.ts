import { expect, test } from 'vitest';
import { askRefs, clone, commitFile, git, remoteLines, remoteUrl } from '../git.ts';
import { at, call } from '../rest.ts';
import { as, type SandboxTarget } from '../sandbox-target.ts';
import { openArranged } from './open-arranged.ts';

const notFoundText =
  "The project you were looking for could not be found or you don't have permission to view it.";

async function gitAnswers(target: SandboxTarget, project = target.project) {
  const ask = async (service: 'upload-pack' | 'receive-pack') => {
    const { status, text } = await askRefs(target, project, service, { token: target.token });
    return status === 200 ? 'allowed' : `${status} ${text}`;
  };
  return [await ask('upload-pack'), await ask('receive-pack')];
}

test('an invisible project is missing, over REST and for git', async () => {
  const outsider = as(await openArranged(), 'outsider');
  const { status, body } = await call(outsider, 'GET', at(outsider.project));
  expect([status, body]).toEqual([404, { message: '404 Project Not Found' }]);
  expect(await gitAnswers(outsider)).toEqual([`404 ${notFoundText}`, `404 ${notFoundText}`]);
});

test('a guest does not download code, and neither a guest nor a reporter pushes', async () => {
  const gitlab = await openArranged();
  gitlab.sandbox.setMember(gitlab.project, 'outsider', 10);
  const noPush = '403 You are not allowed to push code to this project.';
  expect(await gitAnswers(as(gitlab, 'outsider'))).toEqual([
    '403 You are not allowed to download code from this project.',
    noPush,
  ]);
  // Nor are they told the default branch.
  const isToldBranch = async (login: 'outsider' | 'reporter') =>
    Object.hasOwn(
      (await call(as(gitlab, login), 'GET', at(gitlab.project))).body as object,
      'default_branch',
    );
  expect([await isToldBranch('outsider'), await isToldBranch('reporter')]).toEqual([false, true]);
  expect(await gitAnswers(as(gitlab, 'reporter'))).toEqual(['allowed', noPush]);
  expect(await gitAnswers(as(gitlab, 'outsider'), 'acme/handbook')).toEqual(['allowed', noPush]);
});

test('anybody reads a public project, and needs credentials to push', async () => {
  const gitlab = await openArranged();
  expect((await askRefs(gitlab, 'acme/handbook', 'upload-pack')).status).toBe(200);
  expect((await askRefs(gitlab, 'acme/handbook', 'receive-pack')).status).toBe(401);
  const wrong = await askRefs(gitlab, 'acme/handbook', 'upload-pack', { token: 'wrong' });
  expect(wrong.status).toBe(401);
});

test('an archived project takes no pushes, commits or merge requests', async () => {
  const gitlab = await openArranged();
  gitlab.sandbox.setArchived('acme/analytics', true);
  expect(await gitAnswers(gitlab, 'acme/analytics')).toEqual([
    'allowed',
    "403 You can't push code to an archived project.",
  ]);
  const body = { source_branch: 'dev', target_branch: 'main', title: 'x' };
  const made = await call(gitlab, 'POST', `${at('acme/analytics')}/merge_requests`, { body });
  expect([made.status, made.body]).toEqual([403, { message: '403 Forbidden' }]);
  const actions = [{ action: 'create', file_path: 'a.md', content: '' }];
  const commit = { branch: 'dev', commit_message: 'x', actions };
  const path = `${at('acme/analytics')}/repository/commits`;
  expect((await call(gitlab, 'POST', path, { body: commit })).status).toBe(403);
});

test('a reporter opens no merge request', async () => {
  const reporter = as(await openArranged(), 'reporter', 'acme/analytics');
  const body = { source_branch: 'dev', target_branch: 'main', title: 'x' };
  const made = await call(reporter, 'POST', `${at(reporter.project)}/merge_requests`, { body });
  expect([made.status, made.body]).toEqual([403, { message: '403 Forbidden' }]);
});

test('a developer does not push to a protected branch, by git or through the API', async () => {
  const developer = as(await openArranged(), 'developer');
  const dir = await clone(remoteUrl(developer, developer.project));
  await commitFile(dir, 'x.md', 'x');
  const push = await git(dir, 'push', 'origin', 'HEAD:main');
  expect(remoteLines(push)).toEqual([
    'GitLab: You are not allowed to push code to protected branches on this project.',
  ]);
  const actions = [{ action: 'create', file_path: 'a.md', content: '' }];
  const body = { branch: 'main', commit_message: 'x', actions };
  const made = await call(developer, 'POST', `${at(developer.project)}/repository/commits`, { body });
  const message = '403 Forbidden - You are not allowed to push into this branch';
  expect([made.status, made.body]).toEqual([403, { message }]);
  const branch = `${at(developer.project)}/repository/branches/main`;
  expect((await call(developer, 'GET', branch)).body).toMatchObject({ can_push: false, protected: true });
});

test('an empty repository asks a developer to have a default branch made, and protects the first one', async () => {
  const gitlab = await openArranged();
  const developer = await clone(remoteUrl(as(gitlab, 'developer'), 'acme/empty'));
  await commitFile(developer, 'a.md', 'a');
  const push = await git(developer, 'push', 'origin', 'HEAD:main');
  expect(push.stderr).toContain('! [remote rejected] HEAD -> main (pre-receive hook declined)');
  expect(remoteLines(push)).toEqual([
    'GitLab:',
    'A default branch (e.g. main) does not yet exist for acme/empty',
    'Ask a project Owner or Maintainer to create a default branch:',
    '',
    `  ${gitlab.url}/acme/empty/-/project_members`,
    '',
  ]);
  const maintainer = await clone(remoteUrl(gitlab, 'acme/empty'));
  await commitFile(maintainer, 'a.md', 'a');
  expect((await git(maintainer, 'push', 'origin', 'HEAD:trunk')).exitCode).toBe(0);
  const { body } = await call(gitlab, 'GET', `${at('acme/empty')}/repository/branches/trunk`);
  expect(body).toMatchObject({ default: true, protected: true });
});

test('a push to a missing path creates nothing where the user may create no projects', async () => {
  const developer = as(await openArranged(), 'developer');
  expect(await gitAnswers(developer, 'acme/typo')).toEqual([`404 ${notFoundText}`, `404 ${notFoundText}`]);
});

test('a least level leaves out what the user may do less in', async () => {
  const gitlab = await openArranged();
  const count = async (username: string, level: number) =>
    (await call(as(gitlab, username), 'GET', `/projects?membership=true&min_access_level=${level}`)).body
      .length;
  expect([await count('reporter', 20), await count('reporter', 30)]).toEqual([5, 0]);
  expect([await count('developer', 30), await count('developer', 40)]).toEqual([5, 0]);
});
