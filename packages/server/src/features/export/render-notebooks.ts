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
import type { RenderedFile } from './written-file.ts';

export interface ReadableNotebook {
  id: NotebookId;
  name: string;
  createdAt: Date;
  read(): Promise<Notebook>;
}

/** What is written, and under which id git keeps it. */
export interface FileWithText extends RenderedFile {
  bytes: Buffer;
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

/** Every notebook in every format. @param idLength of the repository's object ids: 40 or 64 digits */
export async function renderAll(
  notebooks: readonly ReadableNotebook[],
  {
    formats,
    outputs,
    project,
    idLength,
  }: { formats: readonly NotebookFormat[]; outputs: boolean; project: AuthorizedProject; idLength: number },
): Promise<FileWithText[]> {
  const files: FileWithText[] = [];
  for (const { id, name, createdAt, read } of notebooks) {
    const notebook = await read();
    for (const format of new Set(formats)) {
      const bytes = renderNotebook(notebook, format, { outputs, project, createdAt });
      files.push({ notebookId: id, notebookName: name, format, bytes, oid: toBlobId(bytes, idLength) });
    }
  }
  return files;
}

/** The object id that git gives to a file of this content. */
export function toBlobId(bytes: Buffer, idLength: number): string {
  const hash = createHash(idLength === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
