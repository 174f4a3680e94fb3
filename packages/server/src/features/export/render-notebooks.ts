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
export interface FileToExport extends RenderedFile {
  /** Null while it is known without them that nothing has changed. */
  bytes: Buffer | null;
}

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
  const leaving = made.outputs ? withoutStaleText(notebook) : withoutOutputs(notebook);
  const text =
    format === 'ipynb'
      ? exportIpynb(leaving, { outputs: made.outputs })
      : writeDeepnote(newDeepnoteFile(made.project, [leaving], made.createdAt.toISOString()));
  return Buffer.from(text);
}

/** Every notebook in every format. What has not changed since it was read last is not read again. */
export async function renderAll(
  notebooks: readonly ReadableNotebook[],
  rendering: Rendering,
  remembered: RememberedIds,
): Promise<FileToExport[]> {
  const files: FileToExport[] = [];
  for (const notebook of notebooks) {
    const { id: notebookId, name: notebookName } = notebook;
    const formats = [...new Set(rendering.formats)];
    const known = formats.map((format) => remembered.find(notebook, format, rendering));
    if (known.every((oid) => oid !== null))
      for (const [index, format] of formats.entries())
        files.push({ notebookId, notebookName, format, oid: known[index]!, bytes: null });
    else files.push(...(await renderFiles(notebook, rendering, remembered)));
  }
  return files;
}

/** One notebook in every format, read anew. */
export async function renderFiles(
  notebook: ReadableNotebook,
  rendering: Rendering,
  remembered: RememberedIds,
): Promise<FileToExport[]> {
  const { id: notebookId, name: notebookName, createdAt } = notebook;
  const readAt = new Date();
  const content = await notebook.read();
  return [...new Set(rendering.formats)].map((format) => {
    const bytes = renderNotebook(content, format, { ...rendering, createdAt });
    const oid = toBlobId(bytes, rendering.idLength);
    remembered.note(notebook, format, rendering, { oid, readAt });
    return { notebookId, notebookName, format, bytes, oid };
  });
}

/** The object id that git gives to a file of this content. */
function toBlobId(bytes: Buffer, idLength: number): string {
  const hash = createHash(idLength === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
