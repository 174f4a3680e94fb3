import type { NotebookFormat, NotebookId } from '@notelab/contract';
import { addressOf } from '../../../api/call.ts';

/** Where a notebook is to be had as a file. */
export function notebookDownloadUrl(
  notebookId: NotebookId,
  { format, outputs }: { format: NotebookFormat; outputs: boolean },
): string {
  return addressOf(
    '/api/notebooks/:notebookId/download',
    { notebookId },
    { format, outputs: outputs ? 1 : undefined },
  );
}
