import type { MergeDecision, NotebookMerge } from '@notelab/contract';
import { type Blob, readBlobs } from '@notelab/git';
import type { Notebook } from '@notelab/notebook';
import { fail } from '../../problem.ts';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import type { AtGitLab, ExportCaches, ExportTarget } from './export-target.ts';
import { mergeIntoNotebook } from './merge-theirs.ts';
import { countLeftAlone } from './plan-export.ts';
import { fileNameIn, type PrepareDependencies, prepareExport } from './prepare-export.ts';
import { mostReadBytes, readExported } from './read-exported.ts';
import { keyOf, type WrittenFile } from './written-file.ts';

/**
 * Merges what somebody changed in an exported file on GitLab into its notebook. From then on that state is what the
 * next export builds on.
 */
export async function mergeExportedFile(
  dependencies: PrepareDependencies & { caches: ExportCaches; live: LiveNotebooks },
  target: ExportTarget,
  { path, ...decision }: MergeDecision & { path: string },
): Promise<NotebookMerge> {
  const { store, caches, live } = dependencies;
  const { project, settings } = target;
  const fileName = fileNameIn(settings.path, path);
  return caches.atGitLab(target, async (at) => {
    const { plan } = await prepareExport(dependencies, target, at, { overwrite: [], job: null });
    const file = plan.files.find((one) => one.path === fileName && one.change === 'changed-there');
    const was = plan.written.find((one) => one.fileName === fileName);
    if (!file || !was || file.there === null)
      return fail('file-not-found', `“${path}” was not changed on GitLab since the last export.`);
    if (file.notebookId === null)
      return fail('not-found', `The notebook of “${path}” is not in the project any more.`);
    const notebook = { id: file.notebookId, name: file.notebookName };
    const theirs = await readTheirs(at, { ...was, path, oid: file.there }, notebook);
    const exported = await findExported(at, was, notebook);
    const versions = `${was.oid} ${file.there}`;
    const result = await mergeIntoNotebook(live, file.notebookId, { exported, theirs, versions }, decision);
    if (result.kind === 'merged') {
      const files = plan.written.map((one) =>
        keyOf(one) === keyOf(was) ? { ...one, oid: file.there } : one,
      );
      await store.setFiles({ ...settings, projectId: project.id }, { branch: settings.branch, files });
      await store.noteLeftAlone(project.id, countLeftAlone(plan) - 1);
    }
    return result;
  });
}

type Named = { id: string; name: string };

async function readTheirs(
  { reader, cache }: AtGitLab,
  { path, oid, format }: { path: string; oid: string; format: WrittenFile['format'] },
  named: Named,
): Promise<Notebook> {
  const blob = (await readBlobs(reader.git, cache, [oid], { maxBytes: mostReadBytes })).get(oid);
  if (blob?.kind === 'too-large')
    return fail('file-too-large', `“${path}” is too large on GitLab to be merged.`);
  const read = blob?.kind === 'bytes' && readExported(blob.bytes, format, named);
  if (!read || read.kind === 'broken')
    return fail('export-file-unusable', `“${path}” on GitLab is no notebook that can be read.`, {
      ...(read && { raw: read.reason }),
    });
  return read.notebook;
}

/** Null when GitLab does not have it any more; then everything that differs is asked about. */
async function findExported(
  { reader, cache }: AtGitLab,
  { oid, format }: WrittenFile,
  named: Named,
): Promise<Notebook | null> {
  if (oid === null) return null;
  // A server that has thrown the object away refuses the request for it.
  const blobs = await readBlobs(reader.git, cache, [oid], { maxBytes: mostReadBytes }).catch(
    () => new Map<string, Blob>(),
  );
  const blob = blobs.get(oid);
  const read = blob?.kind === 'bytes' ? readExported(blob.bytes, format, named) : null;
  return read?.kind === 'notebook' ? read.notebook : null;
}
