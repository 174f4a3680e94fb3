import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findCommitSha } from '../git/refs.ts';
import { findLastCommitSha, findTreeEntry, readBlob } from '../git/trees.ts';
import type { Site } from '../server/site.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { invalidParameter, notFound } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { findText, toParams } from './params.ts';

/** Repository scopes reach the files API too. */
const fileScopes = ['read_repository'];

async function readFile(site: Site, request: FastifyRequest, isRefRequired: boolean) {
  const project = getReadableProject(site, request, findCaller(site, request, fileScopes));
  const dir = repositoryDirOf(site.store, project);
  const { path } = request.params as { path: string };
  const ref = findText(toParams(request.query), 'ref');
  if (ref === undefined && isRefRequired) throw invalidParameter('ref is missing');
  const usedRef = ref === undefined || ref === 'HEAD' ? project.defaultBranch : ref;
  const commitSha = await findCommitSha(dir, usedRef);
  if (commitSha === null) throw notFound('Commit');
  const entry = await findTreeEntry(dir, commitSha, path);
  if (entry?.type !== 'blob') throw notFound('File');
  const content = await readBlob(dir, entry.sha);
  const lastCommitSha = await findLastCommitSha(dir, commitSha, path);
  const about = {
    file_name: path.slice(path.lastIndexOf('/') + 1),
    file_path: path,
    size: content.length,
    encoding: 'base64',
    content_sha256: createHash('sha256').update(content).digest('hex'),
    ref: usedRef,
    blob_id: entry.sha,
    commit_id: commitSha,
    last_commit_id: lastCommitSha,
    execute_filemode: entry.mode === '100755',
  };
  return { content, about };
}

function setFileHeaders(reply: FastifyReply, about: Record<string, string | number | boolean>): void {
  for (const [name, value] of Object.entries(about)) {
    const header = `X-Gitlab-${name.replace(/(^|_)([a-z])/g, (_, dash: string, letter: string) => {
      return `${dash === '_' ? '-' : ''}${letter.toUpperCase()}`;
    })}`;
    reply.header(header, encodeURI(String(value)));
  }
}

export function registerFileRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/repository/files/:path', async (request, reply) => {
    const { content, about } = await readFile(site, request, true);
    setFileHeaders(reply, about);
    return { ...about, content: content.toString('base64') };
  });

  app.get('/projects/:id/repository/files/:path/raw', async (request, reply) => {
    const { content, about } = await readFile(site, request, false);
    setFileHeaders(reply, about);
    reply.header('X-Content-Type-Options', 'nosniff');
    const isText = !content.subarray(0, 8000).includes(0);
    return reply.type(isText ? 'text/plain; charset=utf-8' : 'application/octet-stream').send(content);
  });
}
