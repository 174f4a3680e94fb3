import { history, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { beginDraft } from './merge-draft.ts';
import { countDecided, mergeField, takeSide, undoDecisions } from './merge-field.ts';
import { mergeTexts } from './text-merge.ts';

/** The result of merging these, as the editor holds it. */
function begin(base: string, mine: string, theirs: string) {
  const parts = mergeTexts(base, mine, theirs);
  const { text, conflicts: placed } = beginDraft(parts);
  const state = EditorState.create({
    doc: text,
    extensions: [
      mergeField.init(() => placed),
      history(),
      undoDecisions,
      EditorState.lineSeparator.of(text.includes('\r\n') ? '\r\n' : '\n'),
    ],
  });
  const conflicts = parts.filter((part) => part.kind === 'conflict');
  const take = (from: EditorState, index: number, choice: 'mine' | 'theirs' | 'both') =>
    from.update(takeSide(from, index, conflicts[index]!, choice)).state;
  return { state, take };
}

const decisions = (state: EditorState) => state.field(mergeField).map(({ decided }) => decided);

test('sides are put in the place of a conflict, again and again, wherever the text has moved', () => {
  const { state, take } = begin('a\nb\nc\nd\n', 'a\nB\nc\nD\n', 'a\nx\ny\nc\nz\n');
  expect(state.sliceDoc()).toBe('a\nB\nc\nD\n');
  const first = take(state, 0, 'theirs');
  const both = take(first, 1, 'both');
  expect(both.sliceDoc()).toBe('a\nx\ny\nc\nD\nz\n');
  expect(take(both, 0, 'mine').sliceDoc()).toBe('a\nB\nc\nD\nz\n');
  expect(decisions(both)).toEqual(['theirs', 'both']);
});

test('undo takes the decision back with the text', () => {
  const { state, take } = begin('b\n', 'B\n', 'x\n');
  let after = take(state, 0, 'theirs');
  undo({ state: after, dispatch: (transaction) => (after = transaction.state) });
  expect(after.sliceDoc()).toBe('B\n');
  expect(decisions(after)).toEqual([null]);
});

test('what is typed into a conflict decides it; what is typed elsewhere does not', () => {
  const { state } = begin('a\nb\nc\n', 'a\nB\nc\n', 'a\nx\nc\n');
  const elsewhere = state.update({ changes: { from: 0, insert: 'new\n' } }).state;
  expect(countDecided(elsewhere.field(mergeField))).toBe(0);
  const inside = elsewhere.update({ changes: { from: 7, insert: '!' } }).state;
  expect(inside.sliceDoc()).toBe('new\na\nB!\nc\n');
  expect(decisions(inside)).toEqual(['edited']);
});

test('line ends of Windows stay, and conflicts are found behind them', () => {
  const { state, take } = begin('a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n', 'a\r\nx\r\nc\r\n');
  expect(take(state, 0, 'theirs').sliceDoc()).toBe('a\r\nx\r\nc\r\n');
});
