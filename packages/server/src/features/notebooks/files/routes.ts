import * as contract from '@notelab/contract';
import { NotebookFormat, NotebookId, ProjectId } from '@notelab/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { contentDisposition } from '../../../http/content-disposition.ts';
import type { Router } from '../../../http/route.ts';
import { fail } from '../../../problem.ts';
import type { Projects } from '../../projects/projects.ts';
import type { LiveNotebooks } from '../live-notebooks.ts';
import { present } from '../routes.ts';
import type { NotebookFiles } from './notebook-files.ts';

interface Dependencies {
  files: NotebookFiles;
  live: LiveNotebooks;
  projects: Projects;
}

const Outputs = z.literal('1').optional();
const OneQuery = z.object({ format: NotebookFormat, outputs: Outputs });
const AllQuery = z.object({ outputs: Outputs });
const OfNotebook = z.object({ notebookId: NotebookId });
const InProject = z.object({ projectId: ProjectId });

export function notebookFileRoutes(router: Router, { files, live, projects }: Dependencies): void {
  router.route(contract.listNotebookFiles, async ({ user, params, query }) =>
    files.listImportable(await projects.authorize(user, params.projectId, 'viewer'), query.path),
  );
  router.route(contract.importNotebook, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    const { imported, already } = await files.import(project, body);
    return { imported: imported.map(present), already: already.map(present) };
  });
  router.route(contract.exportNotebook, async ({ user, params, body }) => {
    const notebook = await live.authorize(user, params.notebookId, 'editor');
    return { path: body.path, isSource: await files.toFile(notebook, body) };
  });
  router.route(contract.exportProjectNotebooks, async ({ user, params, body }) => {
    await files.allToFile(await projects.authorize(user, params.projectId, 'editor'), body);
    return { path: body.path };
  });
  sourceRoutes(router, { files, live, projects });
  downloadRoutes(router, { files, live, projects });
}

function sourceRoutes(router: Router, { files, live, projects }: Dependencies): void {
  router.route(contract.listNotebookSources, async ({ user, params }) =>
    files.listSources(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.getNotebookSource, async ({ user, params }) => ({
    source: await files.findSource(await live.authorize(user, params.notebookId, 'viewer')),
  }));
  router.route(contract.changeNotebookSource, async ({ user, params, body }) =>
    files.setOutputs(await live.authorize(user, params.notebookId, 'editor'), body.outputs),
  );
  router.route(contract.mergeSource, async ({ user, params, body }) =>
    files.merge(await live.authorize(user, params.notebookId, 'editor'), body),
  );
  router.route(contract.undoSourceMerge, async ({ user, params }) =>
    files.undoMerge(await live.authorize(user, params.notebookId, 'editor')),
  );
  router.route(contract.writeSource, async ({ user, params, body }) =>
    files.write(await live.authorize(user, params.notebookId, 'editor'), body.recreate),
  );
  router.route(contract.forgetSource, async ({ user, params }) => {
    await files.forget(await live.authorize(user, params.notebookId, 'editor'));
    return {};
  });
}

function downloadRoutes({ app, requireUser }: Router, { files, live, projects }: Dependencies): void {
  const hidden = { schema: { hide: true } };
  app.get('/api/notebooks/:notebookId/download', hidden, async (request, reply) => {
    const user = await requireUser(request);
    const { notebookId } = parse(OfNotebook, request.params);
    const { format, outputs } = parse(OneQuery, request.query);
    const notebook = await live.authorize(user, notebookId, 'viewer');
    return sendFile(reply, await files.toDownload(notebook, format, outputs === '1'));
  });
  app.get('/api/projects/:projectId/notebooks/download', hidden, async (request, reply) => {
    const user = await requireUser(request);
    const { projectId } = parse(InProject, request.params);
    const { outputs } = parse(AllQuery, request.query);
    const project = await projects.authorize(user, projectId, 'viewer');
    return sendFile(reply, await files.allToDownload(project, outputs === '1'));
  });
}

/** Always a download: what is in a notebook is never a page of Notelab's own. */
function sendFile(reply: FastifyReply, { fileName, text }: { fileName: string; text: string }): FastifyReply {
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', contentDisposition('attachment', fileName))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-cache')
    .header('x-content-type-options', 'nosniff')
    .send(text);
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? parsed.data
    : fail('invalid-input', parsed.error.issues[0]?.message ?? 'The request is not valid.');
}
