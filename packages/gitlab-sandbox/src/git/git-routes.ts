import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { ProjectRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { createProject } from './create-project.ts';
import { accessDeniedText, checkGitAccess } from './git-access.ts';
import { type GitIdentity, identify } from './git-credentials.ts';
import { runHttpBackend } from './http-backend.ts';
import type { GitRequestPath, GitService } from './http-path.ts';
import { pushEnvironment } from './push-environment.ts';
import { parseRefChanges, recordPush } from './record-push.ts';
import { isEmptyRepository } from './refs.ts';

interface Target {
  project: ProjectRecord;
  movedFrom: string | null;
}

function queryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}

function serviceOf(path: GitRequestPath, query: string): GitService | null {
  if (path.endpoint !== 'info/refs') return path.endpoint;
  const service = new URLSearchParams(query).get('service');
  return service === 'git-upload-pack' || service === 'git-receive-pack' ? service : null;
}

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(text);
}

/** Projects created by a push whose pack has not arrived yet: the first that does announces the creation. */
const createdByPush = new WeakSet<ProjectRecord>();

async function serve(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  path: GitRequestPath,
  service: GitService,
  identity: GitIdentity,
  { project, movedFrom }: Target,
): Promise<void> {
  const dir = repositoryDirOf(site.store, project);
  const isReceive = path.endpoint === 'git-receive-pack';
  const isEmpty = isReceive && (await isEmptyRepository(dir));
  const recordFile = join(tmpdir(), `gitlab-sandbox-push-${randomUUID()}`);
  const { user } = identity;
  const hookEnvironment =
    isReceive && user
      ? pushEnvironment(site, {
          project,
          user,
          isEmpty,
          isCreated: createdByPush.has(project),
          movedFrom,
          recordFile,
        })
      : {};
  reply.hijack();
  runHttpBackend(request.raw, reply.raw, {
    repositoriesDir: join(site.store.dataDir, 'repositories'),
    pathInfo: `/${project.id}.git/${path.endpoint}`,
    query: path.endpoint === 'info/refs' ? `service=${service}` : '',
    username: user?.username ?? null,
    hooksDir: site.hooksDir,
    hookEnvironment,
    beforeEnd: async () => {
      if (!isReceive || !user || !existsSync(recordFile)) return;
      const changes = parseRefChanges(readFileSync(recordFile, 'utf8'));
      rmSync(recordFile, { force: true });
      createdByPush.delete(project);
      await recordPush(site, project, user, changes, isEmpty);
    },
  });
}

/** Answers a smart HTTP request; access is checked at `info/refs` and again at the service. */
export async function handleGit(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  path: GitRequestPath,
): Promise<unknown> {
  const query = queryOf(request);
  const isAdvertisement = path.endpoint === 'info/refs';
  if (!path.hasSuffix) {
    if (!isAdvertisement || request.method !== 'GET') return sendText(reply, 404, 'Not Found');
    const address = `${site.url}/${path.projectPath}.git/info/refs`;
    return reply
      .code(301)
      .header('Location', query === '' ? address : `${address}?${query}`)
      .send();
  }
  const service = serviceOf(path, query);
  const method = isAdvertisement ? 'GET' : 'POST';
  if (!service || request.method !== method)
    return sendText(reply, 403, 'Git access over HTTP is not allowed');

  const identity = identify(site, request.headers.authorization);
  request.logEntry.tokenKind = identity.kind;
  request.logEntry.username = identity.user?.username ?? null;
  request.logEntry.git = { project: path.projectPath, service };
  const access = checkGitAccess(site, identity, path.projectPath, service);
  if (access.outcome === 'unauthorized') {
    reply.header('WWW-Authenticate', 'Basic realm="GitLab"');
    return sendText(reply, 401, accessDeniedText(site));
  }
  if (access.outcome === 'refused') return sendText(reply, access.status, access.text);
  if (access.outcome === 'allowed') {
    return serve(site, request, reply, path, service, identity, access);
  }
  // GitLab creates the project as soon as a push announces itself.
  const project = await createProject(site, identity.user!, {
    path: path.projectPath,
    visibility: 'private',
  });
  createdByPush.add(project);
  return serve(site, request, reply, path, service, identity, { project, movedFrom: null });
}
