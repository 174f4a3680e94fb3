import { createHash } from 'node:crypto';
import type { NotebookFormat, NotebookId } from '@notelab/contract';
import {
  exportIpynb,
  type Notebook,
  newDeepnoteFile,
  withoutOutputs,
  withoutStaleText,
  writeDeepnote,
} from '@notelab/notebook';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { RememberedIds } from './remembered-ids.ts';
import type { RenderedFile } from './written-file.ts';

export interface ReadableNotebook {
  id: NotebookId;
  name: string;
  createdAt: Date;
  updatedAt: Date;
  /** What stands in it may be newer than `updatedAt`. */
  isOpen: boolean;
  read(): Promise<Notebook>;
}

/** What is written, and under which id git keeps it. */
export interface FileWithBytes extends RenderedFile {
  bytes: Buffer;
}

type RenderedOnce = RenderedFile & { bytes: Buffer | null };

/** So much is kept of what was read, in case that it is written next. */
const mostKeptBytes = 64 * 1024 * 1024;

export interface Rendering {
  formats: readonly NotebookFormat[];
  outputs: boolean;
  project: AuthorizedProject;
  /** Of the repository's object ids: 40 or 64 digits. */
  idLength: number;
}

/** A notebook as a file of this format. The same notebook gives the same bytes, today and tomorrow. */
export function renderNotebook(
  notebook: Notebook,
  format: NotebookFormat,
  made: { outputs: boolean; project: Pick<AuthorizedProject, 'id' | 'name'>; createdAt: Date },
): Buffer {
  const valid = withValidVersion(notebook);
  const leaving = made.outputs ? withoutStaleText(valid) : withoutOutputs(valid);
  const text =
    format === 'ipynb'
      ? exportIpynb(leaving, { outputs: made.outputs })
      : writeDeepnote(newDeepnoteFile(made.project, [leaving], made.createdAt.toISOString()));
  return Buffer.from(text);
}

/** Some tools give cells ids under a version of nbformat that knows none; Jupyter's reader refuses such a file. */
function withValidVersion(notebook: Notebook): Notebook {
  const facts = notebook.ipynb as { hasIds?: boolean; minor?: number } | undefined;
  return facts?.hasIds ? { ...notebook, ipynb: { ...facts, hasIds: false, minor: 5 } } : notebook;
}

/**
 * Every notebook in every format. What has not changed since it was read last is not read again, and comes without
 * its bytes, as does what would be too much altogether.
 */
export async function renderAll(
  notebooks: readonly ReadableNotebook[],
  rendering: Rendering,
  remembered: RememberedIds,
): Promise<RenderedOnce[]> {
  const files: RenderedOnce[] = [];
  let keptBytes = 0;
  for (const notebook of notebooks) {
    const { id: notebookId, name: notebookName } = notebook;
    for (const format of new Set(rendering.formats)) {
      const oid = remembered.find(notebook, format, rendering);
      if (oid !== null) {
        files.push({ notebookId, notebookName, format, oid, bytes: null });
        continue;
      }
      const file = await renderFile(notebook, format, rendering, remembered);
      keptBytes += file.bytes.length;
      files.push(keptBytes > mostKeptBytes ? { ...file, bytes: null } : file);
    }
  }
  return files;
}

/** One notebook in one format, read anew. */
export async function renderFile(
  notebook: ReadableNotebook,
  format: NotebookFormat,
  rendering: Rendering,
  remembered: RememberedIds,
): Promise<FileWithBytes> {
  const { id: notebookId, name: notebookName, createdAt } = notebook;
  const readAt = new Date();
  const bytes = renderNotebook(await notebook.read(), format, { ...rendering, createdAt });
  const oid = toBlobId(bytes, rendering.idLength);
  remembered.note(notebook, format, rendering, { oid, readAt });
  return { notebookId, notebookName, format, bytes, oid };
}

/** The object id that git gives to a file of this content. */
function toBlobId(bytes: Buffer, idLength: number): string {
  const hash = createHash(idLength === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
