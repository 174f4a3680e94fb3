import type { NotebookFormat, NotebookSource } from '@notelab/contract';
import { toFileName } from '@notelab/notebook';
import { joinPath, parentOf } from '../../paths.ts';

/** Where a notebook is exported to: beside the file it came from, else in the project's own folder. */
export function suggestPath(
  name: string,
  format: NotebookFormat,
  source: Pick<NotebookSource, 'path'> | null,
): string {
  return joinPath(source ? parentOf(source.path) : '', `${toFileName(name)}.${format}`);
}

/** A path with the ending of another format. */
export function withFormat(path: string, format: NotebookFormat): string {
  return /\.(ipynb|deepnote)$/i.test(path) ? path.replace(/\.\w+$/, `.${format}`) : path;
}
