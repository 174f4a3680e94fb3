import type {
  MergeDecision,
  NotebookFileEntry,
  NotebookMerge,
  NotebookSource,
  ProjectId,
} from '@notelab/contract';
import type { Database } from '../../../database/database.ts';
import type { Log } from '../../../log.ts';
import { fail } from '../../../problem.ts';
import type { Audit } from '../../audit/audit.ts';
import type { FileEdits } from '../../projects/file-edits.ts';
import type { AuthorizedProject } from '../../projects/policy.ts';
import type { Projects } from '../../projects/projects.ts';
import type { AuthorizedNotebook } from '../authorized-notebook.ts';
import type { LiveNotebooksInside } from '../live-notebooks.ts';
import { listHashes } from '../outputs/large-outputs.ts';
import { createExportNotebooks } from './export-notebooks.ts';
import { findNotebookFiles } from './find-notebook-files.ts';
import { importNotebooks } from './import-notebooks.ts';
import { unpackMerge, unpackStep } from './known-step.ts';
import { mergeSource, undoMerge } from './merge-source.ts';
import { createSourceFiles } from './source-file.ts';
import { createSources } from './sources.ts';
import { type SourceRow, sourceStore } from './store.ts';
import { createWorkAside } from './work/work-aside.ts';

export type NotebookFiles = ReturnType<typeof createNotebookFiles>;

/** A git action writes many files within a moment. */
const restMs = 300;

/** Notebooks and their files: import, export, and being in step with the source file. */
export function createNotebookFiles({
  database,
  audit,
  projects,
  edits,
  live,
  log,
}: {
  database: Database;
  audit: Audit;
  projects: Projects;
  edits: FileEdits;
  live: LiveNotebooksInside;
  log: Log;
}) {
  const work = createWorkAside();
  const store = sourceStore(database);
  const files = createSourceFiles({ projects, work });
  const sources = createSources({ store, files, live, projects, work });
  const exports = createExportNotebooks({ audit, edits, projects, live, sources, files, work });
  const timers = new Map<ProjectId, NodeJS.Timeout>();
  const importListeners: ((project: AuthorizedProject) => void)[] = [];

  projects.onFilesChanged((id) => {
    if (timers.has(id)) return;
    const look = () => {
      timers.delete(id);
      tellOutdated(id).catch((err) => log.warn({ err }, 'source files of notebooks could not be looked at'));
    };
    timers.set(id, setTimeout(look, restMs).unref());
  });
  projects.onMoved(async (id, from, to) => {
    await store.move(id, from, to);
    await live.tellChanged({ projectId: id });
  });
  live.outputs.alsoUsedBy(async (id) => {
    const row = await store.find(id);
    return row?.keptMerge ? [...listHashes((await unpackMerge(row.keptMerge)).before)] : [];
  });

  async function tellOutdated(projectId: ProjectId): Promise<void> {
    if ((await sources.listOutdated(projectId)).length > 0) await live.tellChanged({ projectId });
  }

  /** One after the other for a notebook; tells open pages afterwards. */
  async function alone<T>(notebook: AuthorizedNotebook, act: () => Promise<T>): Promise<T> {
    const done = await database.withLock(`notebook-source-${notebook.id}`, act);
    await live.tellChanged(notebook);
    return done;
  }

  async function record(
    { project, name }: AuthorizedNotebook,
    action: 'notebook-merged' | 'notebook-merge-undone',
    file: string,
  ): Promise<void> {
    const { workspaceId, user } = project;
    const details = { project: project.name, file };
    await audit.record({ workspaceId, actor: user, action, subject: name, details });
  }

  /** Refuses to write over what somebody else wrote. */
  async function refuseChanged(row: SourceRow, etag: string, recreate: boolean): Promise<void> {
    if (etag === row.fileEtag) return;
    const found = await files.readSource(row);
    if (found.kind === 'broken') fail('notebook-file-invalid', found.problem);
    if (found.kind === 'gone') {
      if (!recreate) fail('file-not-found', found.problem ?? `There is no file “${row.path}” any more.`);
      return;
    }
    const inStep = await unpackStep(row.inStep);
    const file = found.part.notebook;
    const { isChanged } = await work.run('compareFile', found.file.size, { inStep, file });
    if (isChanged)
      fail('file-changed', `“${row.path}” has changed since. Bring its changes into the notebook first.`);
  }

  return {
    async listImportable(
      project: AuthorizedProject,
      path: string,
    ): Promise<{ files: NotebookFileEntry[]; isCut: boolean }> {
      const { files: found, isCut } = await findNotebookFiles(projects.filesOf(project.id), path);
      const known = await store.listFiles(project.id);
      const idsOf = (file: string) => known.flatMap((one) => (one.path === file ? one.notebookId : []));
      return { files: found.map((file) => ({ ...file, notebookIds: idsOf(file.path) })), isCut };
    },

    async import(project: AuthorizedProject, body: { path: string; again: boolean }) {
      const dependencies = { database, audit, live, store, sources, files };
      const done = await importNotebooks(dependencies, project, body);
      if (done.imported.length > 0) for (const listener of importListeners) listener(project);
      return done;
    },
    /** Called when somebody has made notebooks of a file. */
    onImported: (listener: (project: AuthorizedProject) => void) => void importListeners.push(listener),

    toFile: (notebook: AuthorizedNotebook, body: Parameters<typeof exports.toFile>[1]) =>
      alone(notebook, () => exports.toFile(notebook, body)),
    allToFile: exports.allToFile,
    toDownload: exports.toDownload,
    allToDownload: exports.allToDownload,

    async listSources(project: AuthorizedProject): Promise<NotebookSource[]> {
      projects.noteLook(project.id);
      return sources.list(project.id);
    },
    async findSource(notebook: AuthorizedNotebook): Promise<NotebookSource | null> {
      projects.noteLook(notebook.projectId);
      return sources.findDescribed(notebook.id);
    },

    setOutputs: (notebook: AuthorizedNotebook, outputs: boolean): Promise<NotebookSource> =>
      alone(notebook, async () => {
        await sources.get(notebook.id);
        await sources.change(notebook.id, { outputs });
        return sources.describeNow(notebook.id);
      }),

    merge: (notebook: AuthorizedNotebook, decision: MergeDecision): Promise<NotebookMerge> =>
      alone(notebook, async () => {
        const result = await mergeSource({ live, sources, files, work }, notebook, decision);
        if (result.kind === 'conflicts') return result;
        const { changedBlocks, outputsDropped } = result;
        const { path } = await sources.describeNow(notebook.id);
        await record(notebook, 'notebook-merged', path);
        return { kind: 'merged', notebookId: notebook.id, changedBlocks, outputsDropped };
      }),

    undoMerge: (notebook: AuthorizedNotebook): Promise<NotebookSource> =>
      alone(notebook, async () => {
        await undoMerge({ live, sources }, notebook);
        const source = await sources.describeNow(notebook.id);
        await record(notebook, 'notebook-merge-undone', source.path);
        return source;
      }),

    write: (notebook: AuthorizedNotebook, recreate: boolean): Promise<NotebookSource> =>
      alone(notebook, async () => {
        const row = await sources.get(notebook.id);
        const over = await files.findWhole(row.projectId, row.path);
        if (over) await refuseChanged(row, over.etag, recreate);
        else if (!recreate) fail('file-not-found', `There is no file “${row.path}” any more.`);
        await exports.writeToSource(notebook, row, row, over);
        await exports.record(notebook.project, notebook.name, row.path);
        return sources.describeNow(notebook.id);
      }),

    forget: (notebook: AuthorizedNotebook): Promise<void> =>
      alone(notebook, async () => {
        await sources.get(notebook.id);
        await sources.forget(notebook.id);
      }),

    async close(): Promise<void> {
      for (const timer of timers.values()) clearTimeout(timer);
      await work.close();
    },
  };
}
