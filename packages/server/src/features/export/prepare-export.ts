import { fail } from '../../problem.ts';
import type { AtGitLab, ExportJob, ExportTarget } from './export-target.ts';
import { findOwnFiles, listKnown } from './known-files.ts';
import { type ExportPlan, type Overwrite, planExport } from './plan-export.ts';
import type { RememberedIds } from './remembered-ids.ts';
import { type RemoteFolder, readRemoteFolder } from './remote-folder.ts';
import { type FileToExport, type ReadableNotebook, renderAll, renderFiles } from './render-notebooks.ts';
import type { ExportStore } from './store.ts';
import { keyOf } from './written-file.ts';

export interface PreparedExport {
  remote: RemoteFolder;
  /** With the bytes of all that the plan writes. */
  files: FileToExport[];
  plan: ExportPlan;
}

export interface PrepareDependencies {
  store: ExportStore;
  remembered: RememberedIds;
  listNotebooks(project: ExportTarget['project']): Promise<ReadableNotebook[]>;
}

/** What an export would do now, with all that it takes to do it. */
export async function prepareExport(
  { store, remembered, listNotebooks }: PrepareDependencies,
  { project, settings }: ExportTarget,
  { reader, cache }: AtGitLab,
  { overwrite, job }: { overwrite: readonly Overwrite[]; job: ExportJob | null },
): Promise<PreparedExport> {
  const { branch, path } = settings;
  const remote = await readRemoteFolder(reader, cache, { branch, path }, job);
  job?.report({ fraction: 0.5, phase: 'Comparing with the notebooks' });
  const { entries, tip } = remote;
  const notebooks = await listNotebooks(project);
  const rendering = { ...settings, project, idLength: tip?.length ?? 40 };
  const rendered = await renderAll(notebooks, rendering, remembered);
  const byBranch = await store.listFiles({ ...settings, projectId: project.id });
  const known = listKnown({ byBranch, branch, pending: settings.pending, entries });
  const own = await findOwnFiles(reader.git, cache, { rendered, known, entries });
  const planFor = (files: FileToExport[]) =>
    planExport({ rendered: files, written: [...known, ...own], entries, overwrite });
  return withBytes({ remote, files: rendered, plan: planFor(rendered) }, planFor, async (id) => {
    const notebook = notebooks.find((one) => one.id === id);
    return notebook ? renderFiles(notebook, rendering, remembered) : [];
  });
}

/** Reads what is to be written and was not read yet. It may say something else by now, and the plan with it. */
async function withBytes(
  prepared: PreparedExport,
  planFor: (files: FileToExport[]) => ExportPlan,
  read: (id: FileToExport['notebookId']) => Promise<FileToExport[]>,
): Promise<PreparedExport> {
  const files = new Map(prepared.files.map((file) => [keyOf(file), file]));
  const unread = prepared.plan.writes.filter(({ file }) => files.get(keyOf(file))?.bytes === null);
  if (unread.length === 0) return prepared;
  for (const id of new Set(unread.map(({ file }) => file.notebookId)))
    for (const file of await read(id)) files.set(keyOf(file), file);
  const all = [...files.values()];
  return withBytes({ ...prepared, files: all, plan: planFor(all) }, planFor, read);
}

/** A file's path in the repository. */
export const pathIn = (folder: string, fileName: string): string =>
  folder === '' ? fileName : `${folder}/${fileName}`;

/** The name of a file in the folder of an export. */
export function fileNameIn(folder: string, path: string): string {
  const prefix = folder === '' ? '' : `${folder}/`;
  const fileName = path.slice(prefix.length);
  if (!path.startsWith(prefix) || fileName === '' || fileName.includes('/'))
    fail('file-not-found', `“${path}” is no file of this export.`);
  return fileName;
}
