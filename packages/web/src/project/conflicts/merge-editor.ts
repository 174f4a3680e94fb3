import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import {
  type Compartment,
  EditorState,
  type Extension,
  RangeSetBuilder,
  StateField,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view';
import { codeTheme } from '../editor/code-theme.ts';
import { lineSeparatorOf } from '../editor/line-separator.ts';
import type { MergeDraft } from './merge-draft.ts';
import { type Choice, mergeField, type PlacedConflict, takeSide, undoDecisions } from './merge-field.ts';
import type { TextConflict } from './text-merge.ts';

export interface SideNames {
  mine: string;
  theirs: string;
}

/** The editable result in the middle. */
export function createResult(
  parent: HTMLElement,
  draft: MergeDraft,
  options: {
    label: string;
    names: SideNames;
    conflicts: TextConflict[];
    readOnly: boolean;
    language: Compartment;
    onChange: (draft: MergeDraft) => void;
  },
): EditorView {
  const { label, readOnly, language, onChange } = options;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: draft.text,
      extensions: [
        EditorState.lineSeparator.of(lineSeparatorOf(draft.text)),
        mergeField.init(() => draft.conflicts),
        marks(options),
        reading(label, language),
        history(),
        undoDecisions,
        drawSelection(),
        search({ top: true }),
        highlightSelectionMatches(),
        readOnly ? EditorState.readOnly.of(true) : [],
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
        EditorView.updateListener.of(({ docChanged, state, startState }) => {
          const conflicts = state.field(mergeField);
          if (docChanged || conflicts !== startState.field(mergeField))
            onChange({ text: state.sliceDoc(), conflicts });
        }),
      ],
    }),
  });
}

/** One side, to be looked at. */
export function createSide(
  parent: HTMLElement,
  text: string,
  options: { label: string; conflicts: { line: number; text: string }[]; language: Compartment },
): EditorView {
  const { label, conflicts, language } = options;
  const marked = (state: EditorState): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { line, text: part } of conflicts)
      for (let at = line; at < Math.min(line + countLines(part), state.doc.lines); at++) {
        const { from } = state.doc.line(at + 1);
        builder.add(from, from, conflictLine);
      }
    return builder.finish();
  };
  const field = StateField.define<DecorationSet>({
    create: marked,
    update: (value) => value,
    provide: (self) => EditorView.decorations.from(self),
  });
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      EditorState.lineSeparator.of(lineSeparatorOf(text)),
      EditorState.readOnly.of(true),
      reading(label, language),
      field,
    ],
  });
}

const countLines = (text: string) => (text.match(/[^\n]*\n|[^\n]+/g) ?? []).length;

function reading(label: string, language: Compartment): Extension {
  return [
    lineNumbers(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    language.of([]),
    codeTheme,
  ];
}

const conflictLine = Decoration.line({ class: 'nl-conflict-line' });
const decidedLine = Decoration.line({ class: 'nl-decided-line' });

function marks(options: { names: SideNames; conflicts: TextConflict[]; readOnly: boolean }): Extension {
  const build = (state: EditorState): DecorationSet => {
    const placed = state.field(mergeField);
    const ranges = placed.flatMap((conflict, index) => {
      const widget = Decoration.widget({
        widget: new ConflictBar(index, placed.length, conflict.decided, options),
        block: true,
        side: -1,
      });
      const found = [widget.range(conflict.from)];
      const last = conflict.to > conflict.from ? state.doc.lineAt(conflict.to - 1).number : 0;
      for (let line = state.doc.lineAt(conflict.from).number; line <= last; line++)
        found.push((conflict.decided ? decidedLine : conflictLine).range(state.doc.line(line).from));
      return found;
    });
    return Decoration.set(ranges, true);
  };
  return StateField.define<DecorationSet>({
    create: build,
    update: (value, transaction) =>
      transaction.docChanged ||
      transaction.startState.field(mergeField) !== transaction.state.field(mergeField)
        ? build(transaction.state)
        : value,
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** The buttons above a conflict. */
class ConflictBar extends WidgetType {
  readonly index: number;
  readonly count: number;
  readonly decided: PlacedConflict['decided'];
  readonly options: { names: SideNames; conflicts: TextConflict[]; readOnly: boolean };

  constructor(
    index: number,
    count: number,
    decided: PlacedConflict['decided'],
    options: ConflictBar['options'],
  ) {
    super();
    this.index = index;
    this.count = count;
    this.decided = decided;
    this.options = options;
  }

  override eq(other: ConflictBar): boolean {
    return other.index === this.index && other.decided === this.decided && other.count === this.count;
  }

  override toDOM(view: EditorView): HTMLElement {
    const bar = document.createElement('div');
    bar.className = 'nl-conflict-bar';
    bar.dataset.decided = this.decided ?? '';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', `Conflict ${this.index + 1} of ${this.count}`);
    const title = document.createElement('span');
    const state = this.decided === 'edited' ? ' · edited' : this.decided ? '' : ' · not decided';
    title.textContent = `Conflict ${this.index + 1} of ${this.count}${state}`;
    bar.append(title);
    if (this.options.readOnly) return bar;
    const { mine, theirs } = this.options.names;
    const choices: [Choice, string][] = [
      ['mine', mine],
      ['theirs', theirs],
      ['both', 'Both'],
    ];
    for (const [choice, label] of choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.setAttribute('aria-pressed', String(this.decided === choice));
      button.onclick = () => {
        view.dispatch(takeSide(view.state, this.index, this.options.conflicts[this.index]!, choice));
        view.focus();
      };
      bar.append(button);
    }
    return bar;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
