import type { FastifyReply } from 'fastify';
import type { Site } from '../server/site.ts';
import { canSee } from '../state/access.ts';
import { findGroup } from '../state/groups.ts';
import type { Session } from '../state/sessions.ts';
import { findUser } from '../state/users.ts';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import { avatar } from './people.ts';
import { projectList } from './project-list.ts';

/** A group's or a user's page; null when there is neither, or nothing that the visitor may see. */
export function sendNamespacePage(
  site: Site,
  reply: FastifyReply,
  session: Session | null,
  address: string,
): FastifyReply | null {
  const path = address.replace(/^groups\//, '');
  const group = findGroup(site.store, path);
  const user = group ? null : findUser(site.store, path);
  const visitor = session?.user ?? null;
  const projects = site.store.state.projects.filter(
    (project) =>
      project.path.toLowerCase().startsWith(`${path.toLowerCase()}/`) && canSee(site.store, visitor, project),
  );
  if (!user && (!group || projects.length === 0)) return null;
  const name = user?.name ?? group?.name ?? path;
  return sendPage(site, reply, {
    title: name,
    session,
    body: html`<div class="stack"><div class="row">${user ? avatar(site, user, 'large') : html`<div class="tile large" aria-hidden="true">${name.charAt(0)}</div>`}
      <div><h1>${name}</h1><p class="dim">${user ? '@' : ''}${path}</p></div></div>
      ${projectList(site, visitor, projects, 'No projects that you may see.')}</div>`,
  });
}
