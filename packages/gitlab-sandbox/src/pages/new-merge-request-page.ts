import type { FastifyReply } from 'fastify';
import { countAhead, getCommit, listCommits } from '../git/commits.ts';
import { findBranchSha, listBranches } from '../git/refs.ts';
import { createMergeRequest } from '../merge-requests/create-merge-request.ts';
import { type Form, toForm } from '../oauth/form.ts';
import { canPush } from '../state/access.ts';
import { type Html, html } from './html.ts';
import { csrfField, sendNotFound } from './layout.ts';
import { type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

function readForm(values: unknown): {
  title?: string;
  description?: string;
  source?: string;
  target?: string;
} {
  const form: Form = toForm(values);
  return {
    title: form['merge_request[title]'],
    description: form['merge_request[description]'],
    source: form['merge_request[source_branch]'],
    target: form['merge_request[target_branch]'],
  };
}

function toTitle(branch: string): string {
  const words = branch.slice(branch.lastIndexOf('/') + 1).replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** As GitLab fills in the form: a single commit gives its message, several give the branch's name. */
async function prefill(context: ProjectContext, source: string | undefined, target: string) {
  const sha = source === undefined ? null : await findBranchSha(context.dir, source);
  const base = await findBranchSha(context.dir, target);
  if (sha === null || source === undefined) return { title: '', description: '' };
  const ahead = base === null ? null : await countAhead(context.dir, base, sha);
  if (ahead !== 1) return { title: toTitle(source), description: '' };
  const [title = '', ...text] = (await getCommit(context.dir, sha)).message.trimEnd().split('\n');
  return { title, description: text.join('\n').trim() };
}

function branchSelect(id: string, label: string, branches: string[], chosen: string | undefined): Html {
  const options = branches.map((name) =>
    name === chosen ? html`<option selected>${name}</option>` : html`<option>${name}</option>`,
  );
  return html`<div><label for="${id}">${label}</label><select id="${id}" name="merge_request[${id}]" required>
    ${!chosen && html`<option value="">Select a branch</option>`}${options}</select></div>`;
}

async function sendForm(
  context: ProjectContext,
  values: ReturnType<typeof readForm>,
  problem?: string,
): Promise<FastifyReply> {
  const { session, project, dir, site, user, reply } = context;
  if (!session || !user) {
    const returnTo = encodeURIComponent(context.request.raw.url ?? '');
    return reply.redirect(`${site.basePath}/users/sign_in?return_to=${returnTo}`, 302);
  }
  if (project.archived || !canPush(site.store, user, project)) return sendNotFound(site, reply, session);
  const branches = (await listBranches(dir)).map(({ name }) => name);
  const target = values.target ?? project.defaultBranch;
  const guess = await prefill(context, values.source, target);
  const isMissing = values.source !== undefined && !branches.includes(values.source);
  const sourceSha = values.source === undefined ? null : await findBranchSha(dir, values.source);
  const targetSha = await findBranchSha(dir, target);
  const commits =
    sourceSha && targetSha ? await listCommits(dir, `${targetSha}..${sourceSha}`, { count: 20 }) : [];
  const text = problem ?? (isMissing ? `The branch ${values.source} does not exist.` : undefined);
  const body = html`<div class="stack"><h1>New merge request</h1>
    ${text && html`<p class="notice bad" role="alert">${text}</p>`}
    <form class="card padded stack" method="post" action="${projectPath(context, 'merge_requests')}">${csrfField(session)}
      <div class="row">${branchSelect('source_branch', 'Source branch', branches, isMissing ? undefined : values.source)}
        <span class="dim" aria-hidden="true">→</span>${branchSelect('target_branch', 'Target branch', branches, target)}</div>
      <div><label for="title">Title</label><input id="title" name="merge_request[title]" value="${values.title ?? guess.title}" required></div>
      <div><label for="description">Description</label><textarea id="description" name="merge_request[description]">${values.description ?? guess.description}</textarea></div>
      <div class="row"><button class="button primary" type="submit">Create merge request</button>
        <a class="button" href="${projectPath(context, 'merge_requests')}">Cancel</a></div>
    </form>
    ${commits.length > 0 && html`<p class="dim">${commits.length} commit${commits.length === 1 ? '' : 's'}: ${commits.map((commit) => commit.message.split('\n', 1)[0]).join(' · ')}</p>`}
    </div>`;
  const status = text === undefined ? 200 : 422;
  return sendProjectPage(context, { title: 'New merge request', tab: 'merge-requests', body, status });
}

/** The form, filled in from `merge_request[source_branch]` and `merge_request[target_branch]`. */
export function sendNewMergeRequestPage(context: ProjectContext): Promise<FastifyReply> {
  return sendForm(context, readForm(context.request.query));
}

export async function postMergeRequest(context: ProjectContext): Promise<FastifyReply> {
  const { site, user, project, reply, session } = context;
  const values = readForm(context.request.body);
  if (!user) return sendNotFound(site, reply, session);
  const result = await createMergeRequest(site, user, project, {
    title: values.title ?? '',
    description: values.description ?? '',
    sourceBranch: values.source ?? '',
    targetBranch: values.target ?? '',
  });
  if (result.outcome === 'created') {
    return reply.redirect(projectPath(context, `merge_requests/${result.request.iid}`), 302);
  }
  if (result.outcome === 'forbidden') return sendNotFound(site, reply, session);
  if (result.outcome !== 'invalid') return sendForm(context, values, result.message);
  const problems = Object.entries(result.errors).map(
    ([field, texts]) => `${field.replace('_', ' ')} ${texts.join(', ')}`,
  );
  return sendForm(context, values, problems.join('; '));
}
