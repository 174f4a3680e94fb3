import { basename, dirname } from 'node:path/posix';
import type { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import * as contract from '@notelab/contract';
import { FilePath, ProjectId } from '@notelab/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import mime from 'mime';
import { z } from 'zod';
import { contentDisposition } from '../../http/content-disposition.ts';
import type { Router } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import type { FileEdits } from './file-edits.ts';
import {
  createEntry,
  deleteEntries,
  isImage,
  listFiles,
  openForReading,
  readForEditor,
  renameEntry,
  storeUpload,
  writeText,
} from './files.ts';
import type { ProjectDependencies, Projects } from './projects.ts';
import type { ProjectRow } from './store.ts';

export interface ProjectRouteDependencies {
  projects: Projects;
  edits: FileEdits;
  authorizeWorkspace: ProjectDependencies['authorizeWorkspace'];
  /** Checkouts per project, from the tier above, for the list of projects. */
  listCheckoutNames(ids: ProjectId[]): Promise<Map<ProjectId, contract.Project['checkouts']>>;
}

const RawQuery = z.object({ path: FilePath, download: z.literal('1').optional() });
const UploadQuery = z.object({ path: FilePath, overwrite: z.literal('1').optional() });
const InProject = z.object({ projectId: ProjectId });

export function projectRoutes(router: Router, dependencies: ProjectRouteDependencies): void {
  const { projects, edits, authorizeWorkspace, listCheckoutNames } = dependencies;

  async function present(rows: ProjectRow[]): Promise<contract.Project[]> {
    const checkouts = await listCheckoutNames(rows.map((row) => row.id));
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      checkouts: checkouts.get(row.id) ?? [],
    }));
  }
  const presentOne = async (row: ProjectRow) => (await present([row]))[0]!;

  router.route(contract.listProjects, async ({ user, params }) =>
    present(await projects.list(await authorizeWorkspace(user, params.workspaceId, 'viewer'))),
  );
  router.route(contract.createProject, async ({ user, params, body }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'editor');
    return presentOne(await projects.create(workspace, user, body.name));
  });
  router.route(contract.getProject, async ({ user, params }) => {
    const project = await projects.authorize(user, params.projectId, 'viewer');
    return presentOne(await projects.get(project.id));
  });
  router.route(contract.renameProject, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    return presentOne(await projects.rename(project, body.name));
  });
  router.route(contract.deleteProject, async ({ user, params }) => {
    await projects.delete(await projects.authorize(user, params.projectId, 'editor'));
    return {};
  });

  fileRoutes(router, projects, edits);
}

function fileRoutes(router: Router, projects: Projects, edits: FileEdits): void {
  router.route(contract.listFiles, async ({ user, params, query }) => {
    const project = await projects.authorize(user, params.projectId, 'viewer');
    projects.noteLook(project.id);
    return listFiles(projects.filesOf(project.id), query.path);
  });
  router.route(contract.readFile, async ({ user, params, query }) => {
    const project = await projects.authorize(user, params.projectId, 'viewer');
    const content = await readForEditor(projects.filesOf(project.id), query.path);
    return { ...content, readOnly: project.role === 'viewer' };
  });
  router.route(contract.writeFile, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    const etag = await writeText(projects.filesOf(project.id), body.path, body.text, body.etag);
    await edits.note(project.id, user.id, body.path);
    await projects.noteFilesChanged(project, [folderOf(body.path)]);
    return { etag };
  });
  router.route(contract.createFile, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    const entry = await createEntry(projects.filesOf(project.id), body.path, body.kind);
    await projects.noteFilesChanged(project, [folderOf(body.path)]);
    return entry;
  });
  router.route(contract.renameFile, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    await projects.refuseGuarded(project.id, [body.from]);
    const entry = await renameEntry(projects.filesOf(project.id), body.from, body.to);
    await projects.noteMoved(project.id, body.from, body.to);
    await edits.note(project.id, user.id, body.to);
    await projects.noteFilesChanged(project, [folderOf(body.from), folderOf(body.to)]);
    return entry;
  });
  router.route(contract.deleteFiles, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    await projects.refuseGuarded(project.id, body.paths);
    await deleteEntries(projects.filesOf(project.id), body.paths);
    for (const path of body.paths) await edits.note(project.id, user.id, path);
    await projects.noteFilesChanged(project, body.paths.map(folderOf));
    return {};
  });

  router.app.get('/api/projects/:projectId/raw', { schema: { hide: true } }, async (request, reply) => {
    const user = await router.requireUser(request);
    const { path, download } = parse(RawQuery, request.query);
    const project = await projects.authorize(user, parse(InProject, request.params).projectId, 'viewer');
    const { stream, size } = await openForReading(projects.filesOf(project.id), path);
    return sendBytes(reply, path, size, download === '1').send(stream);
  });

  router.app.post('/api/projects/:projectId/upload', { schema: { hide: true } }, async (request) => {
    const user = await router.requireUser(request);
    const { path, overwrite } = parse(UploadQuery, request.query);
    const { projectId } = parse(InProject, request.params);
    const authorize = () => projects.authorize(user, projectId, 'editor');
    const project = await authorize();
    return receiveUpload(request, async (name, content) => {
      const target = path === '' ? name : `${path}/${name}`;
      // Receiving takes as long as it takes: who may not any more by then has sent it in vain.
      const files = projects.filesOf(project.id);
      const entry = await storeUpload(files, target, content, overwrite === '1', authorize);
      await edits.note(project.id, user.id, target);
      await projects.noteFilesChanged(project, [path]);
      return entry;
    });
  });
}

async function receiveUpload(
  request: FastifyRequest,
  store: (name: string, content: Readable) => Promise<contract.FileEntry>,
): Promise<contract.FileEntry[]> {
  if (!request.isMultipart()) fail('invalid-input', 'Files are sent as multipart/form-data.');
  const entries: contract.FileEntry[] = [];
  for await (const part of request.files()) entries.push(await store(part.filename, part.file));
  return entries;
}

/**
 * Files of a project are other people's content: never a page of Notelab's own origin. Pictures are shown,
 * everything else is a download, and what a picture (SVG) could run is shut off.
 */
function sendBytes(reply: FastifyReply, path: string, size: number, download: boolean): FastifyReply {
  const inline = isImage(path) && !download;
  return reply
    .header(
      'content-type',
      inline ? (mime.getType(path) ?? 'application/octet-stream') : 'application/octet-stream',
    )
    .header('content-length', size)
    .header('content-disposition', contentDisposition(inline ? 'inline' : 'attachment', basename(path)))
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .header('cache-control', 'private, no-cache')
    .header('x-content-type-options', 'nosniff');
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? parsed.data
    : fail('invalid-input', parsed.error.issues[0]?.message ?? 'The request is not valid.');
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}
