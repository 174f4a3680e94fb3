import { addMergeRequest, at, call, type Json } from '../rest.ts';
import { afterwards, type Target } from '../target.ts';
import type { EntityName } from './check-shape.ts';

/** An answer with the entity that it is, and the request that got it. */
export type NamedAnswer = [EntityName, string, Json];

/** Answers that any GitLab gives the maintainer of a project. */
export async function collectAnswers(gitlab: Target): Promise<NamedAnswer[]> {
  const read = async (path: string) => (await call(gitlab, 'GET', path)).body;
  const first = async (path: string) => (await read(path))[0]!;
  const project = at(gitlab.project);
  const user = await read('/user');
  const { body: made, source } = await addMergeRequest(gitlab);
  const request = `${project}/merge_requests/${made.iid}`;
  const thread = await call(gitlab, 'POST', `${request}/discussions`, { body: { body: 'Why?' } });
  await call(gitlab, 'PUT', `${request}/discussions/${thread.body.id}`, { body: { resolved: true } });
  const hook = await call(gitlab, 'POST', `${project}/hooks`, {
    body: { url: 'https://hooks.example.com/' },
  });
  afterwards(() => call(gitlab, 'DELETE', `${project}/hooks/${hook.body.id}`));
  const commit = `${project}/repository/commits/${source}`;
  return [
    ['UserBasic', 'GET /users', await first(`/users?username=${gitlab.username}`)],
    ['UserPublic', 'GET /user', user],
    ['User', 'GET /users/:id', await read(`/users/${user.id}`)],
    [
      'BasicProjectDetails',
      'GET /projects?simple=true',
      await first('/projects?simple=true&membership=true'),
    ],
    ['ProjectWithAccess', 'GET /projects', await first('/projects?membership=true')],
    ['ProjectWithAccess', 'GET /projects/:id', await read(project)],
    ['Branch', 'GET …/branches', await first(`${project}/repository/branches`)],
    ['Commit', 'GET …/commits', await first(`${project}/repository/commits`)],
    ['CommitDetail', 'GET …/commits/:sha', await read(commit)],
    ['Diff', 'GET …/commits/:sha/diff', await first(`${commit}/diff`)],
    ['TreeObject', 'GET …/tree', await first(`${project}/repository/tree`)],
    ['MergeRequest', 'POST …/merge_requests', made],
    ['MergeRequest', 'GET …/merge_requests/:iid', await read(request)],
    ['MergeRequestBasic', 'GET …/merge_requests', await first(`${project}/merge_requests`)],
    ['MergeRequestApprovals', 'GET …/approvals', await read(`${request}/approvals`)],
    ['Note', 'GET …/discussions', ((await first(`${request}/discussions`)).notes as Json[])[0]!],
    ['Member', 'GET …/members/all', await first(`${project}/members/all`)],
    ['ProtectedBranch', 'GET …/protected_branches', await first(`${project}/protected_branches`)],
    ['ProjectHook', 'POST …/hooks', hook.body],
    ['Metadata', 'GET /metadata', await read('/metadata')],
    ['PersonalAccessToken', 'GET /personal_access_tokens/self', await read('/personal_access_tokens/self')],
  ];
}
