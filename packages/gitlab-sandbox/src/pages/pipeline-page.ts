import type { FastifyReply } from 'fastify';
import { toForm } from '../oauth/form.ts';
import { canPush } from '../state/access.ts';
import type { PipelineRecord, PipelineStatus } from '../state/model.ts';
import { pipelineStatus } from '../state/pipelines.ts';
import { type Html, html } from './html.ts';
import { csrfField } from './layout.ts';
import { timeAgo } from './people.ts';
import { type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

/** What somebody who tries things out may turn a pipeline into. */
const choices = ['success', 'failed', 'running', 'pending', 'canceled', 'manual', 'skipped'] as const;
const kinds: Partial<Record<PipelineStatus, string>> = {
  success: 'open',
  failed: 'closed',
  running: 'merged',
};

export function pipelineChip(context: ProjectContext, pipeline: PipelineRecord): Html {
  const status = pipelineStatus(context.site.store, pipeline);
  const word = status === 'success' ? 'passed' : status.replaceAll('_', ' ');
  return html`<a class="chip ${kinds[status] ?? ''}" href="${projectPath(context, `pipelines/${pipeline.id}`)}">Pipeline ${word}</a>`;
}

function find({ site, project }: ProjectContext, id: string): PipelineRecord | undefined {
  return site.store.state.pipelines.find((row) => row.projectId === project.id && row.id === Number(id));
}

/** One pipeline. It has no jobs; its status can be chosen, so that every state can be seen. */
export async function sendPipelinePage(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const { site, project, user, session } = context;
  const pipeline = find(context, rest);
  if (!pipeline) return null;
  const here = projectPath(context, `pipelines/${pipeline.id}`);
  const body = html`<div class="stack"><div class="card padded stack">
      <div class="row"><h1>Pipeline #${pipeline.id}</h1>${pipelineChip(context, pipeline)} ${timeAgo(site, pipeline.createdAt)}</div>
      <p class="dim">for <code>${pipeline.ref}</code> at <code>${pipeline.sha.slice(0, 8)}</code></p>
      ${
        session &&
        canPush(site.store, user, project) &&
        html`<form method="post" action="${here}" class="row">${csrfField(session)}
          <span class="dim">The sandbox runs nothing. Make it</span>
          ${choices.map((status) => html`<button class="button" type="submit" name="status" value="${status}">${status}</button>`)}</form>`
      }</div></div>`;
  return sendProjectPage(context, { title: `Pipeline #${pipeline.id}`, tab: 'merge-requests', body });
}

export async function changePipeline(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const { site, project, user, request, reply } = context;
  const pipeline = find(context, rest);
  const status = choices.find((choice) => choice === toForm(request.body).status);
  if (!pipeline || !status || !canPush(site.store, user, project)) return null;
  pipeline.status = status;
  site.store.save();
  return reply.redirect(projectPath(context, `pipelines/${pipeline.id}`), 302);
}
