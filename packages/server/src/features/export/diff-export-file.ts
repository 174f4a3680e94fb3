import type { FileDiff, NotebookFormat, NotebookId } from '@notelab/contract';
import { type Blob, readBlobs, readFolder } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import type { Notebooks } from '../notebooks/notebooks.ts';
import type { ExportCaches, ExportTarget } from './export-target.ts';
import { fileNameIn } from './prepare-export.ts';
import { renderNotebook } from './render-notebooks.ts';

/** More than this is not shown. */
const mostShownBytes = 12 * 1024 * 1024;

/** One file of the preview: as GitLab has it, and as it would be exported. */
export async function diffExportFile(
  {
    caches,
    notebooks,
    live,
  }: { caches: ExportCaches; notebooks: Pick<Notebooks, 'list'>; live: LiveNotebooks },
  target: ExportTarget,
  wanted: { path: string; there?: string | undefined; notebookId?: NotebookId | undefined },
): Promise<FileDiff> {
  const { path, there, notebookId } = wanted;
  const { project, settings } = target;
  const format: NotebookFormat = fileNameIn(settings.path, path).endsWith('.deepnote') ? 'deepnote' : 'ipynb';
  const before = there === undefined ? absent : await readThere(caches, target, there);
  let after: Blob = absent;
  if (notebookId !== undefined) {
    const row = (await notebooks.list(project)).find(({ id }) => id === notebookId);
    if (!row) return fail('not-found', 'There is no such notebook.');
    const { createdAt } = row;
    const { outputs } = settings;
    const bytes = renderNotebook(await live.read(row.id), format, { outputs, project, createdAt });
    after =
      bytes.length > mostShownBytes
        ? { kind: 'too-large', sizeBytes: bytes.length }
        : { kind: 'bytes', bytes };
  }
  return {
    path,
    kind: before.kind === 'too-large' || after.kind === 'too-large' ? 'too-large' : 'text',
    before: textOf(before),
    after: textOf(after),
    beforeSize: sizeOf(before),
    afterSize: sizeOf(after),
  };
}

const absent: Blob = { kind: 'absent' };

async function readThere(caches: ExportCaches, target: ExportTarget, oid: string): Promise<Blob> {
  const { branch, path } = target.settings;
  return caches.atGitLab(target, async ({ reader, local, cache }) => {
    // As the preview saw it. Only files of this folder: any other object could lead to all of the history.
    const folder = await readFolder(local, cache, `refs/remotes/origin/${branch}`, path).catch(() => null);
    const entries = folder?.kind === 'folder' ? [...folder.entries.values()] : [];
    if (!entries.some((entry) => entry.kind === 'file' && entry.oid === oid)) return absent;
    const blobs = await readBlobs(reader.git, cache, [oid], { maxBytes: mostShownBytes });
    return blobs.get(oid) ?? absent;
  });
}

const textOf = (blob: Blob) => (blob.kind === 'bytes' ? blob.bytes.toString('utf8') : null);
const sizeOf = (blob: Blob) =>
  blob.kind === 'bytes' ? blob.bytes.length : blob.kind === 'too-large' ? blob.sizeBytes : null;
