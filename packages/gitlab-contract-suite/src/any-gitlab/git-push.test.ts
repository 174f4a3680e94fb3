import { expect, test } from 'vitest';
import { clone, commitFile, git, remoteLines, remoteUrl } from '../git.ts';
import { addBranch, addMergeRequest, at, call, getDefaultBranch, newName } from '../rest.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const protections = `${at(gitlab.project)}/protected_branches`;

const newClone = () => clone(remoteUrl(gitlab, gitlab.project));

async function protectedBranch(pushLevel: number): Promise<string> {
  const name = await addBranch(gitlab);
  await call(gitlab, 'POST', protections, { body: { name, push_access_level: pushLevel } });
  afterwards(() => call(gitlab, 'DELETE', `${protections}/${name}`));
  return name;
}

test('what git pushes can be cloned', async () => {
  const branch = await addBranch(gitlab);
  const dir = await newClone();
  await git(dir, 'switch', '--quiet', branch);
  await commitFile(dir, 'pushed.md', branch);
  expect((await git(dir, 'push', 'origin', branch)).exitCode).toBe(0);
  expect((await git(await newClone(), 'show', `origin/${branch}:pushed.md`)).stdout).toBe(branch);
});

test('after a push of another branch than the default one an address for a merge request is printed', async () => {
  const branch = `${newName()}/a#b`;
  afterwards(() =>
    call(gitlab, 'DELETE', `${at(gitlab.project)}/repository/branches/${encodeURIComponent(branch)}`),
  );
  const dir = await newClone();
  await commitFile(dir, 'new.md', branch);
  const push = await git(dir, 'push', 'origin', `HEAD:refs/heads/${branch}`);
  expect(remoteLines(push)).toEqual([
    '',
    `To create a merge request for ${branch}, visit:`,
    `  ${gitlab.url}/${gitlab.project}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${encodeURIComponent(branch)}`,
    '',
  ]);
});

test('after a push to a branch with an open merge request its address is printed', async () => {
  const { body, source } = await addMergeRequest(gitlab);
  const dir = await newClone();
  await git(dir, 'switch', '--quiet', source);
  await commitFile(dir, 'more.md', source);
  expect(remoteLines(await git(dir, 'push', 'origin', source))).toEqual([
    '',
    `View merge request for ${source}:`,
    `  ${gitlab.url}/${gitlab.project}/-/merge_requests/${body.iid}`,
    '',
  ]);
});

test('a protected branch refuses a push, and git says who declined', async () => {
  const branch = await protectedBranch(0);
  const dir = await newClone();
  await commitFile(dir, 'refused.md', 'x');
  const push = await git(dir, 'push', 'origin', `HEAD:${branch}`);
  expect(push.exitCode).toBe(1);
  expect(remoteLines(push)).toEqual([
    'GitLab: You are not allowed to push code to protected branches on this project.',
  ]);
  expect(push.stderr).toContain(`! [remote rejected] HEAD -> ${branch} (pre-receive hook declined)`);
});

test('a protected branch refuses a forced push', async () => {
  const branch = await protectedBranch(40);
  const dir = await newClone();
  await git(dir, 'switch', '--quiet', branch);
  await git(dir, 'commit', '--quiet', '--amend', '--message', 'Rewritten');
  expect(remoteLines(await git(dir, 'push', '--force', 'origin', branch))).toEqual([
    'GitLab: You are not allowed to force push code to a protected branch on this project.',
  ]);
});

test('a protected branch is not deleted by git', async () => {
  const branch = await protectedBranch(40);
  expect(remoteLines(await git(await newClone(), 'push', 'origin', `:${branch}`))).toEqual([
    'GitLab: You can only delete protected branches using the web interface.',
  ]);
});

test('the default branch is not deleted', async () => {
  const dir = await newClone();
  expect(remoteLines(await git(dir, 'push', 'origin', `:${await getDefaultBranch(gitlab)}`))).toEqual([
    'GitLab: The default branch of a project cannot be deleted.',
  ]);
});

test('a push to a missing path where the user may create projects creates a private one', async () => {
  const path = `${gitlab.username}/${newName()}`;
  afterwards(() => call(gitlab, 'DELETE', at(path)));
  const dir = await newClone();
  const push = await git(dir, 'push', remoteUrl(gitlab, path), 'HEAD:main');
  expect(push.exitCode).toBe(0);
  expect(push.stderr).toContain(`The private project ${path} was successfully created.`);
  const { body } = await call(gitlab, 'GET', at(path));
  expect(body).toMatchObject({ visibility: 'private', path_with_namespace: path });
});
