import type { EditorView } from '@codemirror/view';

/** Places in each text that belong together, as line numbers from 0, in rising order. */
export type Anchors = number[][];

/**
 * Scrolls the other texts along when one is scrolled, so that what belongs together stands side by side.
 * @param anchors asked for anew each time, as the result's lines move
 * @returns ends it
 */
export function alignScrolling(views: EditorView[], anchors: () => Anchors): () => void {
  let leader: EditorView | null = null;
  const ends = views.flatMap((view, own) => {
    const lead = () => {
      leader = view;
    };
    const follow = () => {
      if (leader !== view) return;
      const line = topLine(view);
      for (const [index, other] of views.entries())
        if (index !== own) scrollToLine(other, translate(anchors(), own, index, line));
    };
    const events = ['pointerenter', 'focusin', 'wheel', 'touchstart'] as const;
    for (const event of events) view.dom.addEventListener(event, lead, { passive: true });
    view.scrollDOM.addEventListener('scroll', follow, { passive: true });
    return [
      () => {
        for (const event of events) view.dom.removeEventListener(event, lead);
        view.scrollDOM.removeEventListener('scroll', follow);
      },
    ];
  });
  return () => {
    for (const end of ends) end();
  };
}

/** The line of another text that belongs to a line of this one. */
export function translate(anchors: Anchors, from: number, to: number, line: number): number {
  const before = anchors.findLast((anchor) => anchor[from]! <= line);
  return before ? Math.max(0, before[to]! + line - before[from]!) : line;
}

function topLine(view: EditorView): number {
  const { top } = view.scrollDOM.getBoundingClientRect();
  const block = view.lineBlockAtHeight(top - view.documentTop);
  return view.state.doc.lineAt(block.from).number - 1;
}

/** Also in texts whose lines further down are not drawn yet. */
export function scrollToLine(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(line + 1, view.state.doc.lines));
  const block = view.lineBlockAt(at.from);
  view.scrollDOM.scrollTop = block.top;
}
