import { approvalsLeft, canApprove, hasApproved } from '../merge-requests/approvals.ts';
import type { DiscussionRecord, MergeRequestRecord } from '../state/model.ts';
import { listHeadPipelines } from '../state/pipelines.ts';
import { findUserById, getUserById } from '../state/users.ts';
import { type Html, html } from './html.ts';
import { csrfField } from './layout.ts';
import { avatar, timeAgo } from './people.ts';
import { pipelineChip } from './pipeline-page.ts';
import { type ProjectContext, projectPath } from './project-context.ts';

/** A button that acts on the merge request. */
export function actionForm(
  context: ProjectContext,
  request: MergeRequestRecord,
  action: string,
  button: { label: string; kind?: string; fields?: Html },
): Html | null {
  const { session } = context;
  if (!session) return null;
  const address = projectPath(context, `merge_requests/${request.iid}/${action}`);
  return html`<form method="post" action="${address}" class="row">${csrfField(session)}${button.fields}
    <button class="button ${button.kind ?? ''}" type="submit">${button.label}</button></form>`;
}

/** Pipeline, reviewers and approvals. */
export function reviewBox(context: ProjectContext, request: MergeRequestRecord): Html {
  const { site, project, user } = context;
  const [pipeline] = listHeadPipelines(site.store, request);
  const left = approvalsLeft(project, request);
  const given = request.approvals.length;
  const approvers = request.approvals.map(({ userId }) => findUserById(site.store, userId)?.name ?? '?');
  const reviewers = request.reviewerIds.map((id) => findUserById(site.store, id)?.name ?? '?');
  const counted = `${given} approval${given === 1 ? '' : 's'}`;
  const words = left > 0 ? `${counted}, ${left} more required` : counted;
  return html`<div class="row">${pipeline && pipelineChip(context, pipeline)}
      <span class="chip ${left === 0 && given > 0 ? 'open' : ''}">${words}</span>
      ${approvers.length > 0 && html`<span class="dim">Approved by ${approvers.join(', ')}</span>`}
      ${reviewers.length > 0 && html`<span class="dim">Reviewers: ${reviewers.join(', ')}</span>`}
      ${canApprove(site, user, project, request) && actionForm(context, request, 'approve', { label: 'Approve' })}
      ${hasApproved(user, request) && actionForm(context, request, 'unapprove', { label: 'Revoke approval' })}</div>`;
}

/** The threads, and a field to begin one. */
export function discussionsCard(context: ProjectContext, request: MergeRequestRecord): Html {
  const open = request.discussions.filter(({ resolvedById }) => resolvedById === null).length;
  const field = html`<input name="body" aria-label="Comment" placeholder="Start a thread" required class="grow">`;
  return html`<div class="card"><header><h2>Threads</h2><span class="chip">${open} unresolved</span></header>
    <ul class="list">${request.discussions.map((discussion) => thread(context, request, discussion))}
      <li>${actionForm(context, request, 'comment', { label: 'Comment', fields: field })}</li></ul></div>`;
}

function thread(context: ProjectContext, request: MergeRequestRecord, discussion: DiscussionRecord): Html {
  const { site } = context;
  const isOpen = discussion.resolvedById === null;
  const field = html`<input type="hidden" name="discussion" value="${discussion.id}">`;
  return html`<li><div class="grow stack tight">${discussion.notes.map((note) => {
    const author = getUserById(site.store, note.authorId);
    return html`<div class="row">${avatar(site, author)}<div class="grow"><b>${author.name}</b> ${timeAgo(site, note.createdAt)}
      <div>${note.body}</div></div></div>`;
  })}</div>${actionForm(context, request, isOpen ? 'resolve' : 'unresolve', {
    label: isOpen ? 'Resolve thread' : 'Reopen thread',
    fields: field,
  })}</li>`;
}
