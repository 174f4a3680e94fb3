import { RangeSetBuilder, StateEffect } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { personColour } from '../../theme/person-colour.ts';
import { hearOthers, type Person, personsIn } from './presence.ts';

const moved = StateEffect.define<null>();

/** The cursors and selections of others in a block's text. */
export function remoteCursors(awareness: Awareness, id: string, source: Y.Text) {
  return [
    look,
    ViewPlugin.define(
      (view) => {
        let present = '';
        const look = () => {
          const there = personsIn(awareness, id);
          const key = JSON.stringify(there);
          if (key === present) return;
          present = key;
          view.dispatch({ effects: moved.of(null) });
        };
        const stop = hearOthers(awareness, look);
        const plugin = {
          decorations: toDecorations(personsIn(awareness, id), source, view),
          update(update: ViewUpdate) {
            const isMoved = update.transactions.some(({ effects }) =>
              effects.some((effect) => effect.is(moved)),
            );
            if (isMoved || (update.docChanged && plugin.decorations.size > 0))
              plugin.decorations = toDecorations(personsIn(awareness, id), source, view);
          },
          destroy: stop,
        };
        return plugin;
      },
      { decorations: ({ decorations }) => decorations },
    ),
  ];
}

function toDecorations(persons: Person[], source: Y.Text, view: EditorView): DecorationSet {
  const doc = source.doc;
  const length = view.state.doc.length;
  const marks: { from: number; to: number; mark: Decoration }[] = [];
  for (const { name, cursor, clientId } of persons) {
    if (!doc || !cursor?.anchor || !cursor.head) continue;
    const [anchor, head] = [cursor.anchor, cursor.head].map((position) => offsetIn(source, doc, position));
    if (anchor === undefined || head === undefined || anchor === null || head === null) continue;
    if (anchor > length || head > length) continue;
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    const colour = personColour(name);
    if (from < to)
      marks.push({
        from,
        to,
        mark: Decoration.mark({
          class: 'cm-otherSelection',
          attributes: { style: `--person-colour: ${colour}` },
        }),
      });
    marks.push({
      from: head,
      to: head,
      mark: Decoration.widget({
        widget: new Caret(name, colour, `${clientId} ${JSON.stringify(cursor.head)}`),
        side: head > anchor ? -1 : 1,
      }),
    });
  }
  marks.sort((one, other) => one.from - other.from || one.mark.startSide - other.mark.startSide);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, mark } of marks) builder.add(from, to, mark);
  return builder.finish();
}

function offsetIn(source: Y.Text, doc: Y.Doc, position: unknown): number | null {
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    const found = Y.createAbsolutePositionFromRelativePosition(relative, doc);
    return found?.type === source ? found.index : null;
  } catch {
    return null;
  }
}

class Caret extends WidgetType {
  readonly name: string;
  readonly colour: string;
  /** Whose it is and where: one that has moved is another one, and says its name again for a moment. */
  readonly place: string;
  constructor(name: string, colour: string, place: string) {
    super();
    this.name = name;
    this.colour = colour;
    this.place = place;
  }
  override eq(other: Caret): boolean {
    return other.name === this.name && other.place === this.place;
  }
  toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.className = 'cm-otherCaret';
    caret.style.setProperty('--person-colour', this.colour);
    // Drawn by the style: no part of the text, for those who copy it or hear it.
    caret.dataset.name = this.name;
    return caret;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

const look = EditorView.baseTheme({
  '.cm-otherSelection': { backgroundColor: 'color-mix(in srgb, var(--person-colour) 24%, transparent)' },
  '.cm-otherCaret': {
    position: 'relative',
    marginInline: '-1px',
    borderLeft: '2px solid var(--person-colour)',
  },
  '.cm-otherCaret::after': {
    content: 'attr(data-name)',
    position: 'absolute',
    left: '-2px',
    bottom: '100%',
    zIndex: 5,
    padding: '1px 6px',
    borderRadius: '5px 5px 5px 0',
    color: '#ffffff',
    backgroundColor: 'var(--person-colour)',
    fontFamily: 'var(--nl-font)',
    fontSize: '10.5px',
    fontWeight: 550,
    lineHeight: 1.35,
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    userSelect: 'none',
    opacity: 0,
    animation: 'cm-otherCaret 2.6s',
  },
  '.cm-otherCaret:hover::after': { opacity: 1 },
  '@keyframes cm-otherCaret': { '0%, 80%': { opacity: 1 }, '100%': { opacity: 0 } },
});
