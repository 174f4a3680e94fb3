import type { NotebookFormat } from '@notelab/contract';
import {
  DeepnoteFileError,
  importIpynb,
  type Notebook,
  NotebookFileError,
  parseDeepnote,
} from '@notelab/notebook';

/** More than this is not read from GitLab to be merged or compared. */
export const mostReadBytes = 64 * 1024 * 1024;

export type ReadFile = { kind: 'notebook'; notebook: Notebook } | { kind: 'broken'; reason: string };

/**
 * A file of the repository as a notebook.
 * @param id of the notebook it is for; a file that says another one keeps that
 */
export function readExported(
  bytes: Buffer,
  format: NotebookFormat,
  { id, name }: { id: string; name: string },
): ReadFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (format === 'ipynb') return { kind: 'notebook', notebook: importIpynb(text, { id, name }) };
    const { notebooks } = parseDeepnote(text).project;
    const notebook = notebooks.find((one) => one.id === id) ?? notebooks[0];
    if (!notebook) return { kind: 'broken', reason: 'There is no notebook in it.' };
    return { kind: 'notebook', notebook };
  } catch (error) {
    if (error instanceof NotebookFileError || error instanceof DeepnoteFileError)
      return { kind: 'broken', reason: error.message };
    if (error instanceof TypeError) return { kind: 'broken', reason: 'It is not UTF-8 text.' };
    throw error;
  }
}
