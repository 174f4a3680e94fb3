import { type CellChange, diffNotebooks, type NotebookFile, readNotebook } from '@notelab/notebook';
import { codeNameOf } from '../notebook/code-name.ts';

/** A stretch of a notebook's difference: one cell that changed, or those between that did not. */
export type NotebookSection =
  | { kind: 'change'; key: string; change: CellChange }
  | { kind: 'same'; key: string; changes: CellChange[] };

export interface NotebookDifference {
  sections: NotebookSection[];
  /** A file name by which the language of the code is known: `cell.py`. */
  codeName: string;
}

const emptyNotebook = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}';

/** The difference of two .ipynb files cell by cell. Throws a NotebookFileError when one is no notebook. */
export function readNotebookDifference(before: string | null, after: string | null): NotebookDifference {
  const [old, now] = [before, after].map((text) => readNotebook(text ?? emptyNotebook)) as [
    NotebookFile,
    NotebookFile,
  ];
  return {
    sections: toSections(diffNotebooks(old, now)),
    codeName: codeNameOf(after === null ? old : now),
  };
}

function toSections(changes: CellChange[]): NotebookSection[] {
  const sections: NotebookSection[] = [];
  for (const [index, change] of changes.entries()) {
    const last = sections.at(-1);
    if (change.kind !== 'same' || change.moved) sections.push({ kind: 'change', key: `${index}`, change });
    else if (last?.kind === 'same') last.changes.push(change);
    else sections.push({ kind: 'same', key: `${index}`, changes: [change] });
  }
  return sections;
}
