import { fail } from '../../problem.ts';
import type { AtGitLab, ExportJob, ExportTarget } from './export-target.ts';
import { findOwnFiles, listKnown } from './known-files.ts';
import { type ExportPlan, type Overwrite, planExport } from './plan-export.ts';
import { type RemoteFolder, readRemoteFolder } from './remote-folder.ts';
import { type FileWithText, type ReadableNotebook, renderAll } from './render-notebooks.ts';
import type { ExportStore } from './store.ts';

export interface PreparedExport {
  remote: RemoteFolder;
  files: FileWithText[];
  plan: ExportPlan;
}

/** What an export would do now, with all that it takes to do it. */
export async function prepareExport(
  { store, listNotebooks }: PrepareDependencies,
  { project, settings }: ExportTarget,
  { reader, cache }: AtGitLab,
  { overwrite, job }: { overwrite: readonly Overwrite[]; job: ExportJob | null },
): Promise<PreparedExport> {
  const { branch, path, formats, outputs } = settings;
  const remote = await readRemoteFolder(reader, cache, { branch, path }, job);
  job?.report({ fraction: 0.5, phase: 'Comparing with the notebooks' });
  const { entries, tip } = remote;
  const notebooks = await listNotebooks(project);
  const files = await renderAll(notebooks, { formats, outputs, project, idLength: tip?.length ?? 40 });
  const byBranch = await store.listFiles({ ...settings, projectId: project.id });
  const known = listKnown({ byBranch, branch, pending: settings.pending, entries });
  const own = await findOwnFiles(reader.git, cache, { rendered: files, known, entries });
  const plan = planExport({ rendered: files, written: [...known, ...own], entries, overwrite });
  return { remote, files, plan };
}

export interface PrepareDependencies {
  store: ExportStore;
  listNotebooks(project: ExportTarget['project']): Promise<ReadableNotebook[]>;
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
