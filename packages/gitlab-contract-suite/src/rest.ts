import { randomBytes } from 'node:crypto';
import { afterwards, type Target } from './target.ts';

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body: an object, or a list whose rows are objects. */
  body: Json & Json[];
}

/** One request below `/api/v4`, with the target's own token unless another (or null for none) is given. */
export async function call(
  target: Pick<Target, 'url' | 'token'>,
  method: string,
  path: string,
  options: { token?: string | null; body?: object; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const token = options.token === undefined ? target.token : options.token;
  const reply = await fetch(`${target.url}/api/v4${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(options.body ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    body: options.body && JSON.stringify(options.body),
  });
  const text = await reply.text();
  const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    body: (isJson && text ? JSON.parse(text) : {}) as Json & Json[],
  };
}

/** The endpoint of a project. */
export const at = (project: string) => `/projects/${encodeURIComponent(project)}`;

export const newName = (prefix = 'contract') => `${prefix}-${randomBytes(5).toString('hex')}`;

/** A new branch of the project, deleted after the test. */
export async function addBranch(target: Target, name = newName(), ref = 'HEAD'): Promise<string> {
  const from = ref === 'HEAD' ? await getDefaultBranch(target) : ref;
  const path = `${at(target.project)}/repository/branches`;
  const { status, text } = await call(target, 'POST', path, { body: { branch: name, ref: from } });
  if (status !== 201) throw new Error(`No branch ${name}: ${status} ${text}`);
  afterwards(() => call(target, 'DELETE', `${path}/${encodeURIComponent(name)}`));
  return name;
}

export async function getDefaultBranch(target: Target): Promise<string> {
  return String((await call(target, 'GET', at(target.project))).body.default_branch);
}

/** Commits one new file to a branch through the API. */
export async function addCommit(target: Target, branch: string, path = `${newName()}.md`): Promise<Json> {
  const actions = [{ action: 'create', file_path: path, content: 'One line.\n' }];
  const answer = await call(target, 'POST', `${at(target.project)}/repository/commits`, {
    body: { branch, commit_message: `Add ${path}`, actions },
  });
  if (answer.status !== 201) throw new Error(`No commit: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A merge request from a new branch with one commit, closed after the test. */
export async function addMergeRequest(target: Target, source?: string): Promise<Answer & { source: string }> {
  const branch = source ?? (await addBranch(target));
  if (source === undefined) await addCommit(target, branch);
  const path = `${at(target.project)}/merge_requests`;
  const answer = await call(target, 'POST', path, {
    body: { source_branch: branch, target_branch: await getDefaultBranch(target), title: branch },
  });
  if (answer.status === 201) {
    afterwards(() => call(target, 'PUT', `${path}/${answer.body.iid}`, { body: { state_event: 'close' } }));
  }
  return { ...answer, source: branch };
}
