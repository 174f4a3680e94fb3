import type { FastifyReply } from 'fastify';
import { canPush } from '../state/access.ts';
import { listMergeRequests } from '../state/merge-requests.ts';
import { html } from './html.ts';
import { mergeRequestRow } from './merge-request-row.ts';
import { type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

/** The project's merge requests by state. */
export async function sendMergeRequestListPage(context: ProjectContext): Promise<FastifyReply> {
  const { site, project, user, request } = context;
  const asked = (request.query as { state?: string }).state ?? 'opened';
  const all = listMergeRequests(site.store, project).reverse();
  const rows = asked === 'all' ? all : all.filter(({ state }) => state === asked);
  const here = projectPath(context, 'merge_requests');
  const states = { opened: 'Open', merged: 'Merged', closed: 'Closed', all: 'All' };
  const mayOpen = !project.archived && canPush(site.store, user, project);
  const body = html`<div class="stack"><div class="row apart"><div class="row">${Object.entries(states).map(
    ([state, label]) => {
      const count = state === 'all' ? all.length : all.filter((row) => row.state === state).length;
      return html`<a class="chip ${state === asked ? 'accent' : ''}" href="${here}?state=${state}">${label} ${count}</a>`;
    },
  )}</div>${mayOpen && html`<a class="button primary" href="${here}/new">New merge request</a>`}</div>
    <div class="card">${
      rows.length > 0
        ? html`<ul class="list big">${rows.map((row) => mergeRequestRow(site, project, row))}</ul>`
        : html`<div class="empty">There are no merge requests here.</div>`
    }</div></div>`;
  return sendProjectPage(context, { title: 'Merge requests', tab: 'merge-requests', body });
}
