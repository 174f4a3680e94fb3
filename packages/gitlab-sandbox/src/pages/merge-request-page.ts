import type { FastifyReply } from 'fastify';
import { listCommits } from '../git/commits.ts';
import { readDiff } from '../git/diffs.ts';
import { findCommitSha } from '../git/refs.ts';
import { runGit } from '../git/run-git.ts';
import { approve, withdrawApproval } from '../merge-requests/approvals.ts';
import { changeState, markAsReady } from '../merge-requests/change-state.ts';
import { addDiscussion, resolveDiscussion } from '../merge-requests/discussions.ts';
import { canMergeInto, isReady, mergeMergeRequest } from '../merge-requests/merge-merge-request.ts';
import { checkMergeability, isDraft } from '../merge-requests/mergeability.ts';
import { toForm } from '../oauth/form.ts';
import { canPush } from '../state/access.ts';
import { findMergeRequest } from '../state/merge-requests.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { getUserById } from '../state/users.ts';
import { commitLine } from './commit-line.ts';
import { diffView } from './diff-view.ts';
import { type Html, html } from './html.ts';
import { sendNotFound, sendProblem } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { markdownTargets } from './markdown-targets.ts';
import { actionForm, discussionsCard, reviewBox } from './merge-request-review.ts';
import { stateChip } from './merge-request-row.ts';
import { avatar, timeAgo } from './people.ts';
import { type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

/** The commits and changes that the merge request brings, or has brought. */
async function readChanges({ dir }: ProjectContext, request: MergeRequestRecord) {
  const head = request.sha && (await findCommitSha(dir, request.sha));
  const target = request.mergeCommitSha
    ? `${request.mergeCommitSha}^1`
    : `refs/heads/${request.targetBranch}`;
  const targetSha = await findCommitSha(dir, target);
  if (!head || !targetSha) return { commits: [], files: [] };
  const base = await runGit(dir, ['merge-base', targetSha, head]);
  const baseSha = base.exitCode === 0 ? base.stdout.toString('utf8').trim() : null;
  return {
    commits: await listCommits(dir, `${targetSha}..${head}`, { count: 50 }),
    files: await readDiff(dir, baseSha, head),
  };
}

async function mergeBox(context: ProjectContext, request: MergeRequestRecord): Promise<Html> {
  const { site, project, user } = context;
  if (request.state === 'merged') {
    const by = request.mergedById === null ? null : getUserById(site.store, request.mergedById);
    return html`<p class="notice ok">Merged by ${by?.name} ${timeAgo(site, request.mergedAt!)} into <span class="mono">${request.targetBranch}</span></p>`;
  }
  // The page is the check's result: the first look already counts as the background check.
  request.mergeabilityChecked = true;
  const { hasConflicts, mergeStatus } = await checkMergeability(site.store, project, request);
  const form = (action: string, label: string, kind: string) =>
    actionForm(context, request, action, { label, kind });
  const ready = isReady(project, request) && mergeStatus === 'can_be_merged';
  const mayMerge = user && canMergeInto(site, user, project, request.targetBranch);
  const mayChange = user && (canPush(site.store, user, project) || user.id === request.authorId);
  if (request.state === 'closed')
    return html`<div class="row">${mayChange && form('reopen', 'Reopen', '')}</div>`;
  return html`${hasConflicts && html`<p class="notice bad">Merge blocked: there are merge conflicts.</p>`}
    ${isDraft(request) && html`<p class="notice">Merge blocked: the merge request is a draft.</p>`}
    ${ready && html`<p class="notice ok">Ready to merge.</p>`}
    <div class="row">${mayMerge && ready && form('merge', 'Merge', 'primary')}
      ${mayChange && isDraft(request) && form('ready', 'Mark as ready', '')}
      ${mayChange && form('close', 'Close', 'danger')}</div>`;
}

/** One merge request: title, branches, state, commits and changes. */
export async function sendMergeRequestPage(
  context: ProjectContext,
  rest: string,
): Promise<FastifyReply | null> {
  const { site, project } = context;
  const request = findMergeRequest(site.store, project, Number(rest));
  if (!request) return null;
  const author = getUserById(site.store, request.authorId);
  const { commits, files } = await readChanges(context, request);
  const targets = markdownTargets(context, project.defaultBranch, 'README.md');
  const body = html`<div class="stack"><div class="card padded stack">
      <div class="row"><h1>${request.title} <span class="faint">!${request.iid}</span></h1>${stateChip(request)}</div>
      <div class="row">${avatar(site, author)}<div><b>${author.name}</b> <span class="dim">@${author.username} requested to merge</span>
        <code>${request.sourceBranch}</code> <span class="dim">into</span> <code>${request.targetBranch}</code> ${timeAgo(site, request.createdAt)}</div></div>
      ${request.description && html`<div class="prose plain">${renderMarkdown(request.description, targets)}</div>`}
      ${reviewBox(context, request)}
      ${await mergeBox(context, request)}
    </div>
    ${discussionsCard(context, request)}
    <div class="card"><header><h2>Commits</h2><span class="chip">${commits.length}</span></header>
      ${commits.length > 0 ? html`<ul class="list">${commits.map((commit) => html`<li>${commitLine(context, commit)}</li>`)}</ul>` : html`<div class="empty">No commits</div>`}</div>
    <h2>Changes</h2>${diffView(files)}</div>`;
  return sendProjectPage(context, {
    title: `${request.title} (!${request.iid})`,
    tab: 'merge-requests',
    body,
  });
}

async function act(
  { site, project, request: { body } }: ProjectContext,
  user: UserRecord,
  request: MergeRequestRecord,
  action: string,
): Promise<string> {
  const form = toForm(body);
  switch (action) {
    case 'merge':
      return mergeMergeRequest(site, user, project, request);
    case 'close':
    case 'reopen':
      return changeState(site, user, project, request, action);
    case 'ready':
      return markAsReady(site, user, project, request);
    case 'approve':
      return approve(site, user, project, request);
    case 'unapprove':
      return withdrawApproval(site, user, request);
    case 'comment':
      if (form.body?.trim()) addDiscussion(site, user, request, form.body.trim());
      return 'commented';
    default: {
      const discussion = request.discussions.find(({ id }) => id === form.discussion);
      if (!discussion) return 'not-found';
      return resolveDiscussion(site, user, project, request, discussion, action === 'resolve');
    }
  }
}

/** The buttons of the page. */
export async function decideMergeRequest(
  context: ProjectContext,
  rest: string,
): Promise<FastifyReply | null> {
  const { site, project, user, reply, session } = context;
  const [iid, action] = rest.split('/');
  const request = findMergeRequest(site.store, project, Number(iid));
  if (!request || !user) return null;
  const outcome = await act(context, user, request, action ?? '');
  if (outcome === 'forbidden') return sendNotFound(site, reply, session);
  if (outcome === 'not-mergeable') {
    const text = 'The branch cannot be merged. Resolve the conflicts first.';
    return sendProblem(site, reply, session, { status: 422, title: 'Merge failed', text });
  }
  return reply.redirect(projectPath(context, `merge_requests/${request.iid}`), 302);
}
