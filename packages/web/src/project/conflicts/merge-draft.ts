import { lineSeparatorOf } from '../editor/line-separator.ts';
import type { PlacedConflict } from './merge-field.ts';
import { type MergePart, textOf } from './text-merge.ts';

/** The result as it begins, or as it was left. */
export interface MergeDraft {
  text: string;
  /** Places are counted as the editor does: a line end is one, also where the text has two characters for it. */
  conflicts: PlacedConflict[];
}

/** Everything merged, and the own side where it is not decided yet. */
export function beginDraft(parts: MergePart[]): MergeDraft {
  const pieces = parts.map((part) => (part.kind === 'merged' ? part.text : textOf(part, 'mine')));
  const text = pieces.join('');
  const isWindows = lineSeparatorOf(text) === '\r\n';
  const conflicts: PlacedConflict[] = [];
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const end = at + (isWindows ? piece.replaceAll('\r\n', '\n') : piece).length;
    if (parts[index]!.kind === 'conflict') conflicts.push({ from: at, to: end, decided: null });
    at = end;
  }
  return { text, conflicts };
}
