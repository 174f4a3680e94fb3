import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessLevel, canSee } from '../state/access.ts';
import { findProjectById } from '../state/projects.ts';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import { mergeRequestRow } from './merge-request-row.ts';
import { projectList } from './project-list.ts';
import { findRequestSession } from './session-cookie.ts';

export function registerDashboardRoutes(app: FastifyInstance, site: Site): void {
  const { store } = site;

  app.get('/', (request, reply) => {
    const session = findRequestSession(site, request);
    const user = session?.user ?? null;
    const visible = store.state.projects.filter((project) => canSee(store, user, project));
    const yours = visible.filter((project) => accessLevel(store, user, project) > 0);
    const others = visible.filter((project) => accessLevel(store, user, project) === 0);
    const body = html`<div class="stack">
      ${user && html`<h1>Your projects</h1>${projectList(site, user, yours, 'You are a member of no project.')}`}
      ${others.length > 0 && html`<h1>${user ? 'Other public projects' : 'Public projects'}</h1>${projectList(site, user, others, '')}`}
      ${!user && html`<p class="dim">Sign in to see private projects.</p>`}
    </div>`;
    return sendPage(site, reply, { title: 'Projects', session, body });
  });

  app.get('/dashboard/merge_requests', (request, reply) => {
    const session = findRequestSession(site, request);
    const user = session?.user;
    if (!user) return reply.redirect(`${site.basePath}/users/sign_in`, 302);
    const rows = store.state.mergeRequests
      .filter((row) => row.authorId === user.id)
      .map((row) => ({ row, project: findProjectById(store, row.projectId)! }))
      .filter(({ project }) => canSee(store, user, project))
      .reverse();
    const list = rows.map(({ row, project }) => mergeRequestRow(site, project, row));
    const body = html`<div class="stack"><h1>Your merge requests</h1><div class="card">${
      list.length > 0
        ? html`<ul class="list big">${list}</ul>`
        : html`<div class="empty">You have opened no merge request yet.</div>`
    }</div></div>`;
    return sendPage(site, reply, { title: 'Your merge requests', session, body });
  });
}
