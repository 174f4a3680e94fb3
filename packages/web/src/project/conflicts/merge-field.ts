import { invertedEffects } from '@codemirror/commands';
import type { EditorState, TransactionSpec } from '@codemirror/state';
import { StateEffect, StateField, Transaction } from '@codemirror/state';
import { type TextConflict, textOf } from './text-merge.ts';

export type Choice = 'mine' | 'theirs' | 'both';

/** A conflict's place in the result, and what was decided: a side, both, or what somebody typed there. */
export interface PlacedConflict {
  from: number;
  to: number;
  decided: Choice | 'edited' | null;
}

const decide = StateEffect.define<{ index: number; decided: PlacedConflict['decided'] }>();

/** Where the conflicts are in the result; they move as the text around them is edited. */
export const mergeField = StateField.define<PlacedConflict[]>({
  create: () => [],
  update(conflicts, transaction) {
    let updated = conflicts;
    if (transaction.docChanged) {
      const decisions = transaction.effects.some((effect) => effect.is(decide));
      updated = conflicts.map((conflict) => {
        const touched = !decisions && transaction.changes.touchesRange(conflict.from, conflict.to) !== false;
        return {
          from: transaction.changes.mapPos(conflict.from, -1),
          to: transaction.changes.mapPos(conflict.to, 1),
          decided: touched ? 'edited' : conflict.decided,
        };
      });
    }
    for (const effect of transaction.effects)
      if (effect.is(decide))
        updated = updated.map((conflict, index) =>
          index === effect.value.index ? { ...conflict, decided: effect.value.decided } : conflict,
        );
    return updated;
  },
});

/** Undo takes decisions back, too. */
export const undoDecisions = invertedEffects.of((transaction) =>
  transaction.effects.flatMap((effect) => {
    if (!effect.is(decide)) return [];
    const { index } = effect.value;
    return decide.of({ index, decided: transaction.startState.field(mergeField)[index]?.decided ?? null });
  }),
);

/** Puts a side, or both, in a conflict's place. */
export function takeSide(
  state: EditorState,
  index: number,
  conflict: TextConflict,
  choice: Choice,
): TransactionSpec {
  const { from, to } = state.field(mergeField)[index]!;
  const insert = state.toText(textOf(conflict, choice));
  return {
    changes: { from, to, insert },
    effects: decide.of({ index, decided: choice }),
    annotations: Transaction.userEvent.of('input.choose'),
  };
}

/** How many are decided. */
export function countDecided(conflicts: PlacedConflict[]): number {
  return conflicts.filter(({ decided }) => decided !== null).length;
}
