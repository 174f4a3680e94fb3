import type { FastifyReply } from 'fastify';
import { accessLevel } from '../state/access.ts';
import { html } from './html.ts';
import { avatar } from './people.ts';
import type { ProjectContext } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';
import { roleNames } from './project-list.ts';

/** Who has access, directly or through a group. */
export async function sendMembersPage(context: ProjectContext): Promise<FastifyReply> {
  const { site, project } = context;
  const rows = site.store.state.users
    .map((user) => ({ user, level: accessLevel(site.store, user, project) }))
    .filter(({ level }) => level > 0)
    .sort((a, b) => b.level - a.level);
  const body = html`<div class="card"><ul class="list">${rows.map(
    ({
      user,
      level,
    }) => html`<li>${avatar(site, user)}<div class="grow"><b>${user.name}</b> <span class="dim">@${user.username}</span></div>
      ${!project.members[user.id] && html`<span class="dim">inherited</span>`}<span class="chip">${roleNames[level]}</span></li>`,
  )}</ul></div>`;
  return sendProjectPage(context, { title: 'Members', tab: 'members', body });
}
