import { basename, extname } from 'node:path/posix';
import { type NotebookId, newId, type ProjectId, toDisplayName } from '@notelab/contract';
import type { Database } from '../../../database/database.ts';
import { fail } from '../../../problem.ts';
import type { Audit } from '../../audit/audit.ts';
import type { AuthorizedProject } from '../../projects/policy.ts';
import type { LiveNotebooksInside } from '../live-notebooks.ts';
import type { NotebookRow } from '../store.ts';
import { formatOf } from './find-notebook-files.ts';
import { refuseTooMany } from './refuse-too-many.ts';
import type { ReadFile, SourceFiles } from './source-file.ts';
import { hasRuns, type Sources } from './sources.ts';
import type { SourceStore } from './store.ts';
import type { ReadNotebook } from './work/notebook-work.ts';

const mostNotebooks = 200;

export interface ImportDependencies {
  database: Database;
  audit: Audit;
  live: LiveNotebooksInside;
  store: SourceStore;
  sources: Sources;
  files: SourceFiles;
}

/** Makes notebooks of a file, of each that it holds but for those that are notebooks of the project already. */
export async function importNotebooks(
  { database, audit, live, store, sources, files }: ImportDependencies,
  project: AuthorizedProject,
  { path, again }: { path: string; again: boolean },
): Promise<{ imported: NotebookRow[]; already: NotebookRow[] }> {
  const format =
    formatOf(path) ??
    fail('notebook-file-invalid', 'Notebooks are made of .ipynb and .deepnote files, by their name.');

  async function make(file: ReadFile, part: ReadNotebook): Promise<NotebookRow> {
    const id = newId<NotebookId>();
    const name = toDisplayName(part.name ?? basename(path, extname(path))) ?? 'Notebook';
    const { notebook, outputs, fileIds, fileNotebookId } = part;
    const source = {
      notebookId: id,
      projectId: project.id,
      path,
      format,
      outputs: hasRuns(notebook),
      fileNotebookId,
      fileEtag: file.etag,
      fileStamp: file.stamp,
      keptMerge: null,
      mergedAt: null,
    };
    const row = await live.create(project, {
      id,
      name,
      notebook,
      outputs,
      alongside: (within) => sources.setInStep(source, { notebook, file: notebook, fileIds }, within),
    });
    const { workspaceId, user } = project;
    const details = { project: project.name, file: path };
    await audit.record({ workspaceId, actor: user, action: 'notebook-imported', subject: name, details });
    return row;
  }

  // One after the other: of two who import the same file at once the second hears that it is there.
  return database.withLock(`notebook-import-${project.id}`, async () => {
    const file = await files.read(project.id, path, format);
    const { notebooks } = file;
    if (notebooks.length > mostNotebooks)
      fail('notebook-file-invalid', `This file holds more than ${mostNotebooks} notebooks.`);
    for (const { notebook } of notebooks) refuseTooMany(notebook);
    const known = again ? [] : await listKnown(project.id);
    const imported: NotebookRow[] = [];
    const already: NotebookRow[] = [];
    for (const part of notebooks) {
      const there = known.find(isKnown(part));
      if (there) already.push(await live.get(there.notebookId));
      else imported.push(await make(file, part));
    }
    return { imported, already };
  });

  /** Every notebook of the project, with its file when it has one. */
  async function listKnown(id: ProjectId) {
    const [all, withFile] = await Promise.all([live.store.list(id), store.listFiles(id)]);
    const files = new Map(withFile.map((source) => [source.notebookId, source]));
    return all.map(({ id: notebookId }) => ({ notebookId, source: files.get(notebookId) ?? null }));
  }

  function isKnown(part: ReadNotebook) {
    return ({ notebookId, source }: Awaited<ReturnType<typeof listKnown>>[number]) => {
      const isSameId = part.fileNotebookId !== null && source?.fileNotebookId === part.fileNotebookId;
      if (format === 'ipynb') return isSameId || source?.path === path || notebookId === part.fileNotebookId;
      return isSameId || notebookId === part.fileNotebookId;
    };
  }
}
