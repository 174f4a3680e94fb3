import type { FastifyReply } from 'fastify';
import { listCommits } from '../git/commits.ts';
import { isEmptyRepository } from '../git/refs.ts';
import { commitLine } from './commit-line.ts';
import { html } from './html.ts';
import { encodePath, findLocation, type ProjectContext, projectPath } from './project-context.ts';
import { branchMenu, sendProjectPage } from './project-frame.ts';

const perPage = 40;

/** The history of a branch, or of one path on it. */
export async function sendCommitsPage(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const { dir, project, request } = context;
  if (await isEmptyRepository(dir)) {
    const body = html`<div class="card"><div class="empty">No commits yet.</div></div>`;
    return sendProjectPage(context, { title: 'Commits', tab: 'commits', body });
  }
  const at = await findLocation(context, rest || project.defaultBranch);
  if (!at) return null;
  const page = Math.max(1, Number((request.query as { page?: string }).page) || 1);
  const range = { skip: (page - 1) * perPage, count: perPage + 1, path: at.path };
  const rows = await listCommits(dir, at.sha, range);
  const here = projectPath(
    context,
    `commits/${encodePath(at.ref)}${at.path ? `/${encodePath(at.path)}` : ''}`,
  );
  const body = html`<div class="stack"><div class="row">${await branchMenu(context, at.ref, 'commits')}
      ${at.path && html`<span class="mono">${at.path}</span>`}</div>
    <div class="card"><ul class="list">${rows.slice(0, perPage).map((commit) => html`<li>${commitLine(context, commit)}</li>`)}</ul></div>
    <div class="row">${page > 1 && html`<a class="button" href="${here}?page=${page - 1}">Newer</a>`}
      ${rows.length > perPage && html`<a class="button" href="${here}?page=${page + 1}">Older</a>`}</div></div>`;
  return sendProjectPage(context, { title: `Commits on ${at.ref}`, tab: 'commits', body });
}
