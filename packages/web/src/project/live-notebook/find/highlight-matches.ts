import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';
import type { Finder } from './finder.ts';

const shown = StateEffect.define<DecorationSet>();
const mark = Decoration.mark({ class: 'cm-found' });
const currentMark = Decoration.mark({ class: 'cm-found cm-found-current' });

const theme = EditorView.theme({
  '.cm-found': {
    backgroundColor: 'color-mix(in srgb, var(--nl-modified) 26%, transparent)',
    borderRadius: '2px',
  },
  '.cm-found-current': { backgroundColor: 'color-mix(in srgb, var(--nl-accent) 42%, transparent)' },
});

/** Shows what the finder found in the text of one block, and brings the current match into sight. */
export function highlightMatches({ state }: Finder, blockId: string): Extension {
  const decorations = (length: number): DecorationSet => {
    const { matches, current } = state.get();
    return Decoration.set(
      matches.flatMap((match, index) =>
        // The text may be another one for a moment: the finder waits until somebody pauses.
        match.blockId === blockId && match.to <= length
          ? (index === current ? currentMark : mark).range(match.from, match.to)
          : [],
      ),
    );
  };
  const field = StateField.define<DecorationSet>({
    create: ({ doc }) => decorations(doc.length),
    update(value, { effects, changes }) {
      const next = effects.find((effect) => effect.is(shown));
      return next ? (next.value as DecorationSet) : value.map(changes);
    },
    provide: (provided) => EditorView.decorations.from(provided),
  });
  return [theme, field, following(state, blockId, field, decorations)];
}

function following(
  state: Finder['state'],
  blockId: string,
  field: StateField<DecorationSet>,
  decorations: (length: number) => DecorationSet,
): Extension {
  return ViewPlugin.define((view) => {
    let known = state.get();
    const show = () => {
      const { matches, current } = state.get();
      const match = matches[current];
      if (match?.blockId !== blockId || match.to > view.state.doc.length) return;
      view.dispatch({ effects: EditorView.scrollIntoView(match.from, { y: 'nearest', yMargin: 72 }) });
    };
    const follow = () => {
      const before = known;
      known = state.get();
      if (known.matches !== before.matches || known.current !== before.current) {
        const next = decorations(view.state.doc.length);
        if (next.size > 0 || view.state.field(field).size > 0) view.dispatch({ effects: shown.of(next) });
      }
      if (known.shownCount !== before.shownCount) show();
    };
    const unsubscribe = state.subscribe(follow);
    // An editor that was made because its block has come into sight: it has no height yet.
    const frame = known.isOpen ? requestAnimationFrame(show) : 0;
    return {
      destroy() {
        unsubscribe();
        cancelAnimationFrame(frame);
      },
    };
  });
}
