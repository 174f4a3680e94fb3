import type { EditorView } from '@codemirror/view';
import type { LiveNotebook } from './live-context.ts';
import { offsetOf, type Standing } from './notebook-history.ts';

/** Where the cursor goes when a block's text is entered next: where was clicked, or where it stood at a step. */
type Entry = { x: number; y: number } | { standing: Standing } | { side: 'start' | 'end' };

const entries = new WeakMap<object, { id: string; entry: Entry }>();

export function enterAt({ doc }: Pick<LiveNotebook, 'doc'>, id: string, entry: Entry): void {
  entries.set(doc, { id, entry });
}

/** The selection to begin with; null: as the editor was left. */
export function entryOf(
  { doc }: Pick<LiveNotebook, 'doc'>,
  id: string,
  editor: EditorView,
): { anchor: number; head?: number } | null {
  const found = entries.get(doc);
  if (found?.id !== id) return null;
  entries.delete(doc);
  const { entry } = found;
  if ('side' in entry) return { anchor: entry.side === 'start' ? 0 : editor.state.doc.length };
  if ('x' in entry) {
    const at = editor.posAtCoords(entry, false);
    return { anchor: at };
  }
  const [anchor, head] = [offsetOf(doc, id, entry.standing.anchor), offsetOf(doc, id, entry.standing.head)];
  return anchor === null || head === null ? null : { anchor, head };
}
