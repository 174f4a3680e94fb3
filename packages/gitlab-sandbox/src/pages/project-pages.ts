import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { canDownload, canSee } from '../state/access.ts';
import { findMovedProject, findProjectAt, repositoryDirOf } from '../state/projects.ts';
import { sendBlobPage, sendRaw } from './blob-page.ts';
import { sendBranchesPage } from './branches-page.ts';
import { sendCommitPage } from './commit-page.ts';
import { sendCommitsPage } from './commits-page.ts';
import { sendNotFound, sendProblem } from './layout.ts';
import { sendMembersPage } from './members-page.ts';
import { sendMergeRequestListPage } from './merge-request-list-page.ts';
import { decideMergeRequest, sendMergeRequestPage } from './merge-request-page.ts';
import { sendNamespacePage } from './namespace-page.ts';
import { postMergeRequest, sendNewMergeRequestPage } from './new-merge-request-page.ts';
import { changePipeline, sendPipelinePage } from './pipeline-page.ts';
import type { ProjectContext } from './project-context.ts';
import { findRequestSession, isOwnForm } from './session-cookie.ts';
import { sendTreePage } from './tree-page.ts';

type PageHandler = (context: ProjectContext, rest: string) => Promise<FastifyReply | null>;

const readPages: [RegExp, PageHandler][] = [
  [/^$/, (context) => sendTreePage(context, context.project.defaultBranch)],
  [/^tree\/(.+)$/, sendTreePage],
  [/^blob\/(.+)$/, sendBlobPage],
  [/^raw\/(.+)$/, sendRaw],
  [/^commits(?:\/(.+))?$/, sendCommitsPage],
  [/^commit\/([^/]+)$/, sendCommitPage],
  [/^branches$/, sendBranchesPage],
  [/^project_members$/, sendMembersPage],
  [/^merge_requests$/, sendMergeRequestListPage],
  [/^merge_requests\/new$/, sendNewMergeRequestPage],
  [/^merge_requests\/(\d+)$/, sendMergeRequestPage],
  [/^pipelines\/(\d+)$/, sendPipelinePage],
];

const formPages: [RegExp, PageHandler][] = [
  [/^merge_requests$/, postMergeRequest],
  [
    /^merge_requests\/(\d+\/(?:merge|close|reopen|ready|approve|unapprove|comment|resolve|unresolve))$/,
    decideMergeRequest,
  ],
  [/^pipelines\/(\d+)$/, changePipeline],
];

function decodePath(rawPath: string): string | null {
  try {
    return decodeURIComponent(rawPath).replace(/^\/+|\/+$/g, '');
  } catch {
    return null;
  }
}

/** Answers every address below a project, and the pages of groups and users. */
export async function handleProjectPage(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  rawPath: string,
): Promise<FastifyReply> {
  const session = findRequestSession(site, request);
  const user = session?.user ?? null;
  const path = decodePath(rawPath);
  if (path === null) return sendNotFound(site, reply, session);
  const mark = path.indexOf('/-/');
  const projectAt = (mark === -1 ? path : path.slice(0, mark)).replace(/\.git$/, '');
  const page = mark === -1 ? '' : path.slice(mark + 3);

  const moved = findMovedProject(site.store, projectAt);
  const project = findProjectAt(site.store, projectAt) ?? moved;
  if (!project && mark === -1) {
    const namespacePage = sendNamespacePage(site, reply, session, path);
    if (namespacePage) return namespacePage;
  }
  if (!project || !canSee(site.store, user, project)) {
    if (user) return sendNotFound(site, reply, session);
    const returnTo = encodeURIComponent(request.raw.url ?? '');
    return reply.redirect(`${site.basePath}/users/sign_in?return_to=${returnTo}`, 302);
  }
  if (moved && project === moved && projectAt !== project.path) {
    return reply.redirect(`${site.basePath}/${project.path}${page === '' ? '' : `/-/${page}`}`, 302);
  }
  if (!canDownload(site.store, user, project)) return sendNotFound(site, reply, session);
  const isForm = request.method === 'POST';
  if (isForm && !isOwnForm(site, request)) {
    return sendProblem(site, reply, session, {
      status: 422,
      title: 'The change you requested was rejected',
      text: 'The form was not sent from this site or is too old. Go back and try again.',
    });
  }
  const dir = repositoryDirOf(site.store, project);
  const context: ProjectContext = { site, request, reply, session, user, project, dir };
  for (const [pattern, handler] of isForm ? formPages : readPages) {
    const match = pattern.exec(page);
    const sent = match && (await handler(context, match[1] ?? ''));
    if (sent) return sent;
  }
  return sendNotFound(site, reply, session);
}
