import { addMergeRequest, at, call, type Json } from '../rest.ts';
import { as, type SandboxTarget } from '../sandbox-target.ts';
import type { NamedAnswer } from './collect-answers.ts';

/** Answers that need other people, other projects, or a pipeline. */
export async function collectArrangedAnswers(gitlab: SandboxTarget): Promise<NamedAnswer[]> {
  const { sandbox, project } = gitlab;
  const read = async (path: string) => (await call(gitlab, 'GET', path)).body;
  const { body: made, source } = await addMergeRequest(gitlab);
  const request = `${at(project)}/merge_requests/${made.iid}`;
  await call(as(gitlab, 'developer'), 'POST', `${request}/approve`);
  const free = await read(`${request}/approvals`);
  await sandbox.setPipeline(project, source, 'success');
  const withPipeline = await read(request);
  sandbox.setApprovalsRequired(project, 1);
  const licensed = await read(`${request}/approvals`);
  await call(gitlab, 'POST', '/projects', { body: { name: 'Own things' } });
  return [
    ['MergeRequestApprovals', 'GET …/approvals with one', free],
    ['ApprovalState', 'GET …/approvals where they can be required', licensed],
    ['MergeRequest', 'GET …/merge_requests/:iid with a pipeline', withPipeline],
    ['Ci_Pipeline', 'head_pipeline', withPipeline.head_pipeline as Json],
    ['ProjectWithAccess', 'GET /projects/:id of a user', await read(at(`${gitlab.username}/own-things`))],
    ['ProjectWithAccess', 'GET /projects/:id without a commit', await read(at('acme/empty'))],
    ['BasicProjectDetails', 'GET /projects/:id without a token', await readPublic(gitlab)],
  ];
}

async function readPublic(gitlab: SandboxTarget): Promise<Json> {
  return (await call(gitlab, 'GET', at('acme/handbook'), { token: null })).body;
}
