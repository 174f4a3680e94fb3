import type { MergeNotebook } from '@notelab/git';
import { mergeNotebooks, NotebookFileError, readNotebook } from '@notelab/notebook';

/** Merges a notebook by cells; where both sides changed the same cell, that of HEAD stands for now. */
export const mergeNotebook: MergeNotebook = ({ base, head, other }) => {
  try {
    const merge = mergeNotebooks(
      base === null ? null : readNotebook(base),
      readNotebook(head),
      readNotebook(other),
    );
    const isWhole = merge.conflicts.length === 0 && merge.metadataConflicts.length === 0;
    const resolutions = Object.fromEntries(merge.conflicts.map(({ key }) => [key, 'ours' as const]));
    return { text: merge.write(resolutions), isWhole };
  } catch (error) {
    if (error instanceof NotebookFileError) return null;
    throw error;
  }
};

/** Whether a text can be opened as a notebook: no conflict marker ever gets into one. */
export function isNotebookText(text: string): boolean {
  try {
    readNotebook(text);
    return true;
  } catch (error) {
    if (error instanceof NotebookFileError) return false;
    throw error;
  }
}
