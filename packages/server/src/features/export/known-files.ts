import type { NotebookId } from '@notelab/contract';
import { type BranchCache, type FolderEntry, type GitEnvironment, readBlobs } from '@notelab/git';
import { toFileName } from '@notelab/notebook';
import type { ExportJob } from './export-target.ts';
import { mostReadBytes, readExported } from './read-exported.ts';
import type { Pending } from './store.ts';
import { keyOf, type RenderedFile, type WrittenFile } from './written-file.ts';

/**
 * What Notelab has written of what is on a branch: what it remembers of this branch; what was being pushed when a
 * server died and has got there; and files that came here from another branch as they were written there.
 */
export function listKnown({
  byBranch,
  branch,
  pending,
  entries,
}: {
  byBranch: ReadonlyMap<string, WrittenFile[]>;
  branch: string;
  pending: Pending | null;
  entries: ReadonlyMap<string, FolderEntry>;
}): WrittenFile[] {
  const isThere = ({ fileName, oid }: WrittenFile) => entries.get(fileName)?.oid === oid;
  const known = new Map((byBranch.get(branch) ?? []).map((file) => [keyOf(file), file]));
  const elsewhere = [...byBranch].flatMap(([other, files]) => (other === branch ? [] : files));
  for (const file of elsewhere) if (!known.has(keyOf(file)) && isThere(file)) known.set(keyOf(file), file);
  for (const file of pending?.files ?? []) if (isThere(file)) known.set(keyOf(file), file);
  return [...known.values()];
}

/**
 * Files that have the name a notebook would get, and say that they are this very notebook's: it was exported before,
 * and Notelab does not remember.
 */
export async function findOwnFiles(
  git: GitEnvironment,
  cache: BranchCache,
  {
    rendered,
    known,
    entries,
    job,
  }: {
    rendered: readonly RenderedFile[];
    known: readonly WrittenFile[];
    entries: ReadonlyMap<string, FolderEntry>;
    job: Pick<ExportJob, 'signal'> | null;
  },
): Promise<WrittenFile[]> {
  const knownKeys = new Set(known.map(keyOf));
  const knownNames = new Set(known.map(({ fileName }) => fileName));
  const candidates = rendered.flatMap((file) => {
    const fileName = `${toFileName(file.notebookName)}.${file.format}`;
    const entry = entries.get(fileName);
    if (knownKeys.has(keyOf(file)) || knownNames.has(fileName) || entry?.kind !== 'file') return [];
    return [{ file, fileName, there: entry.oid }];
  });
  // Fetched all at once, and looked into one by one: together they may be large.
  const oids = candidates.map(({ there }) => there);
  await readBlobs(git, cache, oids, { maxBytes: 0, ...(job && { signal: job.signal }) });
  const own: WrittenFile[] = [];
  for (const { file, fileName, there } of candidates) {
    const { notebookId, notebookName, format } = file;
    const content = (await readBlobs(git, cache, [there], { maxBytes: mostReadBytes })).get(there);
    if (content?.kind === 'bytes' && saysId(content.bytes, { format, notebookId }))
      own.push({ notebookId, notebookName, format, fileName, oid: null });
  }
  return own;
}

function saysId(
  bytes: Buffer,
  { format, notebookId }: { format: WrittenFile['format']; notebookId: NotebookId },
): boolean {
  // Sooner found out than reading takes.
  if (!bytes.includes(notebookId)) return false;
  const read = readExported(bytes, format, { id: '', name: '' });
  return read.kind === 'notebook' && read.notebook.id === notebookId;
}
