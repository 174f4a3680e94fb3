import { diffNotebooks } from '../diff-notebooks.ts';
import { isRecord, isSameValue, type JsonRecord } from '../json-value.ts';
import type { Notebook } from '../native/document.ts';
import { blockToMergedCell } from './block-as-cell.ts';
import { settingsOf } from './in-terms-of.ts';

export interface NotebookChange {
  isChanged: boolean;
  /** Blocks that were changed, added, moved or removed; none when only the notebook's own members were. */
  blocks: number;
}

/** Whether, and in how many blocks, a notebook says something else than before. Counts of runs say nothing. */
export function compareNotebooks(
  before: Notebook,
  after: Notebook,
  { outputs }: { outputs: boolean },
): NotebookChange {
  const cells = (notebook: Notebook) => ({ cells: notebook.blocks.map(blockToMergedCell) });
  const changes = diffNotebooks(cells(before), cells(after));
  const blocks = changes.filter(
    ({ kind, moved, changed }) =>
      moved || (kind === 'changed' ? changed.source || changed.metadata || outputs : kind !== 'same'),
  ).length;
  return { blocks, isChanged: blocks > 0 || !isSameValue(ownMembers(before), ownMembers(after)) };
}

/** Without how a file is written. */
function ownMembers(notebook: Notebook): JsonRecord {
  const { ipynb, ...settings } = settingsOf(notebook);
  return isRecord(ipynb) ? { ...settings, ipynb: ipynb.metadata } : settings;
}
