import type { NotebookFormat, NotebookId } from '@notelab/contract';

/** A file as a notebook would be exported now. */
export interface RenderedFile {
  notebookId: NotebookId;
  notebookName: string;
  format: NotebookFormat;
  oid: string;
}

/** A file that Notelab wrote on a branch, as it wrote it. `oid` is null when only its content says whose it is. */
export interface WrittenFile {
  notebookId: NotebookId;
  notebookName: string;
  format: NotebookFormat;
  fileName: string;
  oid: string | null;
}

/** Names a notebook's file in one format. */
export const keyOf = ({ format, notebookId }: Pick<WrittenFile, 'format' | 'notebookId'>): string =>
  `${format} ${notebookId}`;
