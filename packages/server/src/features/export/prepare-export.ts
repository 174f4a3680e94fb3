import { fail } from '../../problem.ts';
import type { Sightings } from '../repositories/sightings.ts';
import type { AtGitLab, ExportJob, ExportTarget } from './export-target.ts';
import { findOwnFiles, listKnown } from './known-files.ts';
import { countLeftAlone, type ExportPlan, type Overwrite, planExport } from './plan-export.ts';
import type { RememberedIds } from './remembered-ids.ts';
import { type RemoteFolder, readRemoteFolder } from './remote-folder.ts';
import { type FileWithBytes, type ReadableNotebook, renderAll, renderFile } from './render-notebooks.ts';
import type { ExportStore } from './store.ts';
import { keyOf, type RenderedFile } from './written-file.ts';

export interface PreparedExport {
  remote: RemoteFolder;
  plan: ExportPlan;
  /** What a notebook says, at the latest when this is called: it may be another file than the plan knew. */
  read(file: RenderedFile): Promise<FileWithBytes>;
}

export interface PrepareDependencies {
  store: ExportStore;
  sightings: Pick<Sightings, 'noteBranchGone' | 'noteBranchesThere'>;
  remembered: RememberedIds;
  listNotebooks(project: ExportTarget['project']): Promise<ReadableNotebook[]>;
}

/** What an export would do now, with all that it takes to do it. */
export async function prepareExport(
  { store, sightings, remembered, listNotebooks }: PrepareDependencies,
  { project, repository, settings }: ExportTarget,
  { reader, cache }: AtGitLab,
  { overwrite, job }: { overwrite: readonly Overwrite[]; job: ExportJob | null },
): Promise<PreparedExport> {
  const { branch, path } = settings;
  const remote = await readRemoteFolder(reader, cache, { branch, path }, job);
  if (remote.tip !== null) await sightings.noteBranchesThere(repository, [branch]);
  else if (!remote.isEmptyRepository) await sightings.noteBranchGone(repository, branch, project.user.id);
  job?.report({ fraction: 0.5, phase: 'Comparing with the notebooks' });
  const { entries, tip } = remote;
  const notebooks = await listNotebooks(project);
  const rendering = { ...settings, project, idLength: tip?.length ?? 40 };
  const rendered = await renderAll(notebooks, rendering, remembered);
  const byBranch = await store.listFiles({ ...settings, projectId: project.id });
  const known = listKnown({ byBranch, branch, pending: settings.pending, entries });
  const own = await findOwnFiles(reader.git, cache, { rendered, known, entries, job });
  const plan = planExport({ rendered, written: [...known, ...own], entries, overwrite });
  await store.noteLeftAlone(project.id, countLeftAlone(plan));
  return {
    remote,
    plan,
    async read(file) {
      const bytes = rendered.find((one) => keyOf(one) === keyOf(file))?.bytes;
      if (bytes) return { ...file, bytes };
      const notebook = notebooks.find(({ id }) => id === file.notebookId)!;
      return renderFile(notebook, file.format, rendering, remembered);
    },
  };
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
