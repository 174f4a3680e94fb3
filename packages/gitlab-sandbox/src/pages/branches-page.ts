import type { FastifyReply } from 'fastify';
import { getCommits } from '../git/commits.ts';
import { listBranches } from '../git/refs.ts';
import { canPush } from '../state/access.ts';
import { protectionsOf } from '../state/branch-protection.ts';
import { commitLine } from './commit-line.ts';
import { html } from './html.ts';
import { branchIcon } from './icons.ts';
import { encodePath, type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

/** Every branch with its last commit. */
export async function sendBranchesPage(context: ProjectContext): Promise<FastifyReply> {
  const { site, dir, project, user } = context;
  const branches = await listBranches(dir);
  const commits = await getCommits(
    dir,
    branches.map(({ sha }) => sha),
  );
  const mayOpen = !project.archived && canPush(site.store, user, project);
  const rows = branches.map(({ name, sha }) => {
    const isDefault = name === project.defaultBranch;
    const query = new URLSearchParams({ 'merge_request[source_branch]': name });
    return html`<li>${branchIcon}<div class="stack tight grow"><div class="row">
        <a class="mono" href="${projectPath(context, `tree/${encodePath(name)}`)}"><b>${name}</b></a>
        ${isDefault && html`<span class="chip">default</span>`}
        ${protectionsOf(project, name).length > 0 && html`<span class="chip accent">protected</span>`}</div>
        <div class="row">${commitLine(context, commits.get(sha)!)}</div></div>
      ${!isDefault && mayOpen && html`<a class="button" href="${projectPath(context, 'merge_requests/new')}?${query.toString()}">New merge request</a>`}</li>`;
  });
  const body = html`<div class="card">${
    rows.length > 0
      ? html`<ul class="list big">${rows}</ul>`
      : html`<div class="empty">No branches yet.</div>`
  }</div>`;
  return sendProjectPage(context, { title: 'Branches', tab: 'branches', body });
}
