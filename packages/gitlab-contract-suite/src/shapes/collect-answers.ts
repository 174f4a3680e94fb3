import { addMergeRequest, at, call, type Json } from '../rest.ts';
import type { SandboxTarget } from '../sandbox-target.ts';
import type { EntityName } from './check-shape.ts';

/** One answer of each kind that the sandbox gives, by the name of the entity that it is. */
export async function collectAnswers(gitlab: SandboxTarget): Promise<[EntityName, string, Json][]> {
  const { sandbox } = gitlab;
  const read = async (path: string) => (await call(gitlab, 'GET', path)).body;
  const first = async (path: string) => (await read(path))[0]!;
  const project = at(gitlab.project);
  const made = (await addMergeRequest(gitlab)).body;
  const request = `${project}/merge_requests/${made.iid}`;
  await call({ ...gitlab, token: 'glpat-sandbox-developer' }, 'POST', `${request}/approve`);
  const thread = await call(gitlab, 'POST', `${request}/discussions`, { body: { body: 'Why?' } });
  await call(gitlab, 'PUT', `${request}/discussions/${thread.body.id}`, { body: { resolved: true } });
  const hook = await call(gitlab, 'POST', `${project}/hooks`, {
    body: { url: 'https://hooks.example.com/' },
  });
  const free = await read(`${request}/approvals`);
  const single = await read(request);
  await sandbox.setPipeline(gitlab.project, String(made.source_branch), 'success');
  sandbox.setApprovalsRequired(gitlab.project, 1);
  const licensed = await read(`${request}/approvals`);
  await call(gitlab, 'POST', '/projects', { body: { name: 'Own things' } });
  return [
    ['UserBasic', 'GET /users', await first('/users')],
    ['UserPublic', 'GET /user', await read('/user')],
    ['User', 'GET /users/:id', await read('/users/1')],
    ['BasicProjectDetails', 'GET /projects?simple=true', await first('/projects?simple=true')],
    ['ProjectWithAccess', 'GET /projects', await first('/projects?membership=true')],
    ['ProjectWithAccess', 'GET /projects/:id', await read(project)],
    ['ProjectWithAccess', 'GET /projects/:id of a user', await read(at(`${gitlab.username}/own-things`))],
    ['ProjectWithAccess', 'GET /projects/:id without a commit', await read(at('acme/empty'))],
    ['Branch', 'GET …/branches', await first(`${project}/repository/branches`)],
    ['Commit', 'GET …/commits', await first(`${project}/repository/commits`)],
    ['CommitDetail', 'GET …/commits/:sha', await read(`${project}/repository/commits/main`)],
    ['Diff', 'GET …/commits/:sha/diff', await first(`${project}/repository/commits/main/diff`)],
    ['TreeObject', 'GET …/tree', await first(`${project}/repository/tree`)],
    ['MergeRequest', 'POST …/merge_requests', made],
    ['MergeRequest', 'GET …/merge_requests/:iid', single],
    ['MergeRequest', 'GET …/merge_requests/:iid with a pipeline', await read(request)],
    ['MergeRequestBasic', 'GET …/merge_requests', await first(`${project}/merge_requests`)],
    ['MergeRequestApprovals', 'GET …/approvals', free],
    ['ApprovalState', 'GET …/approvals where they can be required', licensed],
    ['Note', 'GET …/discussions', ((await first(`${request}/discussions`)).notes as Json[])[0]!],
    ['Ci_Pipeline', 'head_pipeline', (await read(request)).head_pipeline as Json],
    ['Member', 'GET …/members/all', await first(`${project}/members/all`)],
    ['ProtectedBranch', 'GET …/protected_branches', await first(`${project}/protected_branches`)],
    ['ProjectHook', 'POST …/hooks', hook.body],
    ['Metadata', 'GET /metadata', await read('/metadata')],
    ['PersonalAccessToken', 'GET /personal_access_tokens/self', await read('/personal_access_tokens/self')],
  ];
}
