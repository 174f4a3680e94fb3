import type { FastifyReply } from 'fastify';
import { listBranches } from '../git/refs.ts';
import { canPush } from '../state/access.ts';
import { listMergeRequests } from '../state/merge-requests.ts';
import { type Fragment, type Html, html } from './html.ts';
import { branchIcon } from './icons.ts';
import { sendPage } from './layout.ts';
import { encodePath, type ProjectContext, projectPath } from './project-context.ts';

export type Tab = 'files' | 'commits' | 'branches' | 'merge-requests' | 'members';

function tabs(context: ProjectContext, current: Tab): Html {
  const { project, site } = context;
  const open = listMergeRequests(site.store, project).filter(({ state }) => state === 'opened').length;
  const branch = encodePath(project.defaultBranch);
  const all: [Tab, string, Fragment][] = [
    ['files', projectPath(context), 'Files'],
    ['commits', projectPath(context, `commits/${branch}`), 'Commits'],
    ['branches', projectPath(context, 'branches'), 'Branches'],
    [
      'merge-requests',
      projectPath(context, 'merge_requests'),
      html`Merge requests <span class="chip">${open}</span>`,
    ],
    ['members', projectPath(context, 'project_members'), 'Members'],
  ];
  return html`<nav class="tabs" aria-label="Project">${all.map(([tab, address, label]) =>
    tab === current
      ? html`<a href="${address}" aria-current="page">${label}</a>`
      : html`<a href="${address}">${label}</a>`,
  )}</nav>`;
}

function crumbs({ site, project }: ProjectContext): Html {
  const parts = project.path.split('/');
  return html`<div class="crumbs">${parts.map((part, index) =>
    index === parts.length - 1
      ? html`<b>${part}</b>`
      : html`<a href="${site.basePath}/${parts.slice(0, index + 1).join('/')}">${part}</a> / `,
  )}</div>`;
}

/** Sends a page with the project's heading and tabs above it. */
export function sendProjectPage(
  context: ProjectContext,
  page: { title: string; tab: Tab; body: Fragment; status?: number },
): FastifyReply {
  const { site, reply, session, project, user } = context;
  const body = html`${crumbs(context)}
    <div class="row"><div class="tile large" aria-hidden="true">${project.name.charAt(0).toUpperCase()}</div>
      <div class="grow"><div class="row"><h1>${project.name}</h1><span class="chip">${project.visibility}</span>
        ${project.archived && html`<span class="chip accent">archived</span>`}
        ${!project.archived && user && !canPush(site.store, user, project) && html`<span class="chip">read-only for you</span>`}</div>
      <p class="dim">${project.description}</p></div></div>
    ${tabs(context, page.tab)}${page.body}`;
  const title = `${page.title} · ${project.path}`;
  return sendPage(site, reply, { title, body, session, status: page.status });
}

/** The list of branches as a drop-down that needs no script; `page` is what opens for the chosen branch. */
export async function branchMenu(context: ProjectContext, ref: string, page: string): Promise<Html> {
  const branches = await listBranches(context.dir);
  return html`<details class="menu"><summary class="button" title="Switch branch">${branchIcon}<span class="mono">${ref}</span> ▾</summary>
    <ul>${branches.map(
      ({
        name,
      }) => html`<li><a href="${projectPath(context, `${page}/${encodePath(name)}`)}" class="mono">${name}</a>
        ${name === context.project.defaultBranch && html`<span class="chip">default</span>`}</li>`,
    )}</ul></details>`;
}
