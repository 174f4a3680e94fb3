import type { Site } from '../server/site.ts';
import { accessLevel } from '../state/access.ts';
import { parentPath } from '../state/groups.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { type Html, html } from './html.ts';
import { timeAgo } from './people.ts';

export const roleNames: Record<number, string> = {
  10: 'Guest',
  15: 'Planner',
  20: 'Reporter',
  30: 'Developer',
  40: 'Maintainer',
  50: 'Owner',
};

/** Projects as rows, the most recently active first. */
export function projectList(
  site: Site,
  visitor: UserRecord | null,
  projects: ProjectRecord[],
  emptyText: string,
): Html {
  if (projects.length === 0) return html`<div class="card"><div class="empty">${emptyText}</div></div>`;
  const rows = [...projects].sort((a, b) => (a.lastActivityAt < b.lastActivityAt ? 1 : -1));
  return html`<div class="card"><ul class="list big">${rows.map((project) => {
    const level = accessLevel(site.store, visitor, project);
    return html`<li><div class="tile" aria-hidden="true">${project.name.charAt(0).toUpperCase()}</div>
      <div class="grow"><div class="row"><a href="${site.basePath}/${project.path}"><span class="dim">${parentPath(project.path)} / </span><b>${project.name}</b></a>
        <span class="chip">${project.visibility}</span>
        ${roleNames[level] && html`<span class="chip accent">${roleNames[level]}</span>`}
        ${project.archived && html`<span class="chip">archived</span>`}</div>
        <p class="dim clip">${project.description}</p></div>
      ${timeAgo(site, project.lastActivityAt)}</li>`;
  })}</ul></div>`;
}
