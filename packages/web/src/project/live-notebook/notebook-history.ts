import { liveBlocks, liveSettings, sourceOf } from '@notelab/notebook/live';
import { YSyncConfig } from 'y-codemirror.next';
import * as Y from 'yjs';
import type { BlockSelection } from './block-selection.ts';

/** Where somebody stood: the selected blocks and, in a text, the cursor. */
export interface Standing {
  id: string;
  mode: 'command' | 'edit';
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
}

/** What this page did to a notebook, step by step. What others do is not part of it. */
export interface NotebookHistory {
  /** Changes the document as one step of its own. */
  change<T>(action: () => T): T;
  /** Ends the present step: what is typed from now on is another one. */
  separate(): void;
  undo(): void;
  redo(): void;
  /** The editor that has the cursor says where it stands, before each change. */
  stand(standing: Standing | null): void;
  /** Called when a step was taken back or done again: where one stood at it. */
  onReturn: ((standing: Standing) => void) | null;
  close(): void;
}

const byThisPage = Symbol('a change by this page');
const standingKey = 'standing';

export function createNotebookHistory(doc: Y.Doc, selection: BlockSelection): NotebookHistory {
  const manager = new Y.UndoManager([liveBlocks(doc), liveSettings(doc)], {
    // Editors say their own object; all of them are of this class.
    trackedOrigins: new Set<unknown>([byThisPage, YSyncConfig]),
    captureTimeout: 600,
  });
  let inText: Standing | null = null;
  /** At the beginning of a change, which may take the selected block away. */
  let before: Standing | null = null;
  const present = (): Standing | null => {
    const { active, mode } = selection.state.get();
    if (active === null) return null;
    return mode === 'edit' && inText?.id === active ? inText : { id: active, mode, anchor: null, head: null };
  };
  manager.on('stack-item-added', ({ stackItem }) => {
    const standing = before ?? present();
    if (standing && !stackItem.meta.has(standingKey)) stackItem.meta.set(standingKey, standing);
  });
  const history: NotebookHistory = {
    change(action) {
      manager.stopCapturing();
      before = present();
      try {
        return doc.transact(action, byThisPage);
      } finally {
        before = null;
        manager.stopCapturing();
      }
    },
    separate: () => manager.stopCapturing(),
    undo: () => go(manager.undo()),
    redo: () => go(manager.redo()),
    stand(standing) {
      inText = standing;
    },
    onReturn: null,
    close: () => manager.destroy(),
  };
  const go = (item: { meta: Map<unknown, unknown> } | null) => {
    const standing = item?.meta.get(standingKey) as Standing | undefined;
    if (standing) history.onReturn?.(standing);
  };
  return history;
}

/** Where in a block's text a cursor that was kept is now; null when the text is another one. */
export function offsetOf(doc: Y.Doc, id: string, position: Y.RelativePosition | null): number | null {
  const block = liveBlocks(doc).get(id);
  const source = block && sourceOf(block);
  if (!position || !source) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(position, doc);
  return found?.type === source ? found.index : null;
}
