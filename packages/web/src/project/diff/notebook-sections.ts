import { type CellChange, diffNotebooks, type NotebookFile, readNotebook, toValue } from '@notelab/notebook';

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
    codeName: `cell${endingOf(after === null ? old : now)}`,
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

function endingOf({ metadata }: NotebookFile): string {
  const value = metadata ? (toValue(metadata) as { language_info?: { file_extension?: unknown } }) : {};
  const ending = value.language_info?.file_extension;
  return typeof ending === 'string' && /^\.\w{1,8}$/.test(ending) ? ending : '.py';
}

/** What a cell's output says in text; null for what cannot be shown as text or picture. */
export interface ShownOutput {
  kind: 'text' | 'error' | 'image' | 'other';
  /** Text, or the address of a picture. */
  content: string;
}

/**
 * Outputs as text and pictures. HTML and scripts are named, not run: an output is somebody else's program's word.
 */
export function showOutputs(cell: Pick<CellChange['after'] & object, 'outputs'> | null): ShownOutput[] {
  return (cell?.outputs ?? []).map((node) => showOutput(toValue(node)));
}

function showOutput(value: unknown): ShownOutput {
  const output = value as {
    output_type?: unknown;
    text?: unknown;
    traceback?: unknown;
    ename?: unknown;
    evalue?: unknown;
    data?: Record<string, unknown>;
  } | null;
  if (output?.output_type === 'stream') return { kind: 'text', content: joinLines(output.text) };
  if (output?.output_type === 'error') {
    const lines = Array.isArray(output.traceback) ? output.traceback.join('\n') : '';
    return { kind: 'error', content: withoutColours(lines || `${output.ename}: ${output.evalue}`) };
  }
  const data = output?.data ?? {};
  for (const type of ['image/png', 'image/jpeg', 'image/gif'])
    if (data[type] !== undefined)
      return { kind: 'image', content: `data:${type};base64,${joinLines(data[type]).replace(/\s/g, '')}` };
  if (data['text/plain'] !== undefined) return { kind: 'text', content: joinLines(data['text/plain']) };
  return { kind: 'other', content: Object.keys(data).join(', ') || String(output?.output_type ?? 'unknown') };
}

const joinLines = (text: unknown) => (Array.isArray(text) ? text.join('') : String(text ?? ''));

/** Without the escape sequences by which programs colour their text. */
function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with ESC
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
