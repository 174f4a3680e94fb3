import { Compartment } from '@codemirror/state';
import type { ConflictContent } from '@notelab/contract';
import { findLanguage } from '../editor/find-language.ts';
import { alignScrolling, scrollToLine } from './align-scrolling.ts';
import type { MergeDraft } from './merge-draft.ts';
import { createResult, createSide, type SideNames } from './merge-editor.ts';
import { mergeField } from './merge-field.ts';
import type { TextConflict } from './text-merge.ts';

export interface ThreePanes {
  /** Shows a conflict in all three, and puts the cursor there. */
  goTo(index: number): void;
  destroy(): void;
}

/** Lines that stay visible above a conflict. */
const marginLines = 3;

/** The editors of both sides and of the result between them. */
export function createThreePanes(
  parents: { mine: HTMLElement; result: HTMLElement; theirs: HTMLElement },
  options: {
    content: ConflictContent;
    conflicts: TextConflict[];
    draft: MergeDraft;
    names: SideNames;
    readOnly: boolean;
    onChange: (draft: MergeDraft) => void;
  },
): ThreePanes {
  const { content, conflicts, draft, names, readOnly, onChange } = options;
  const language = new Compartment();
  const side = (which: 'mine' | 'theirs') =>
    createSide(parents[which], content[which] ?? '', {
      label: names[which],
      conflicts: conflicts.map((one) => one[which]),
      language,
    });
  const [mine, theirs] = [side('mine'), side('theirs')];
  const result = createResult(parents.result, draft, {
    label: 'Result',
    names,
    conflicts,
    readOnly,
    language,
    onChange,
  });
  const views = [mine, result, theirs];
  const startOf = (index: number) => result.state.field(mergeField)[index]!.from;
  const anchorOf = (one: TextConflict, index: number) => [
    one.mine.line,
    result.state.doc.lineAt(startOf(index)).number - 1,
    one.theirs.line,
  ];
  const endAligning = alignScrolling(views, () => conflicts.map(anchorOf));
  let gone = false;
  void findLanguage(content.path).then((support) => {
    if (!support || gone) return;
    for (const view of views) view.dispatch({ effects: language.reconfigure(support) });
  });
  return {
    goTo(index) {
      const lines = anchorOf(conflicts[index]!, index);
      for (const [at, view] of views.entries()) scrollToLine(view, Math.max(0, lines[at]! - marginLines));
      result.dispatch({ selection: { anchor: startOf(index) } });
      result.focus();
    },
    destroy() {
      gone = true;
      endAligning();
      for (const view of views) view.destroy();
    },
  };
}
