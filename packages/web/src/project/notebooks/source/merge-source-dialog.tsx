import { Button } from '@mantine/core';
import type { MergeConflicts, MergeDecision, NotebookId } from '@notelab/contract';
import { useState } from 'react';
import { Dialog } from '../../../theme/dialog.tsx';
import { readDraft, writeDraft } from '../../conflicts/conflict-drafts.ts';
import { NotebookCellConflict } from '../../conflicts/notebook-cell-conflict.tsx';
import { isResolutions, type Resolutions } from '../../conflicts/notebook-merging.ts';
import classes from './merge-source-dialog.module.css';

interface MergeSourceDialogProps {
  notebookId: NotebookId;
  name: string;
  path: string;
  conflicts: MergeConflicts;
  busy: boolean;
  onMerge: (decided: MergeDecision) => Promise<void>;
  onClose: () => void;
}

/** The blocks that the notebook and its file both changed, each with both sides and what to make of them. */
export function MergeSourceDialog(props: MergeSourceDialogProps) {
  const { notebookId, name, path, conflicts: found, busy, onMerge, onClose } = props;
  const { versions, conflicts } = found;
  const [kept, setKept] = useState<{ versions: string; resolutions: Resolutions } | null>(null);
  // Decisions belong to these very versions; those about others would be about other texts.
  const resolutions =
    kept?.versions === versions
      ? kept.resolutions
      : (readDraft(notebookId, path, versions, isResolutions) ?? {});
  const choose = (key: string, resolution: Resolutions[string]) => {
    const changed = { ...resolutions, [key]: resolution };
    setKept({ versions, resolutions: changed });
    writeDraft(notebookId, path, versions, changed);
  };
  const decided = conflicts.filter(({ key }) => resolutions[key] !== undefined).length;
  const sides = { mine: 'Notebook', theirs: 'File' };
  return (
    <Dialog
      title={`Merge ${path} into ${name}`}
      onClose={onClose}
      size={980}
      flush
      footer={
        <>
          <span className={classes.count} role="status">
            {decided} of {conflicts.length} {conflicts.length === 1 ? 'block' : 'blocks'} decided
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={busy}
            disabled={decided < conflicts.length}
            onClick={() => void onMerge({ versions, resolutions })}
          >
            Merge into notebook
          </Button>
        </>
      }
    >
      <div className={classes.conflicts}>
        <p className={classes.words}>
          {conflicts.length === 1 ? 'One block was' : `${conflicts.length} blocks were`} changed here and in
          the file. Everything else merges by itself. Until you merge, nothing is changed.
        </p>
        {conflicts.map((conflict, index) => (
          <NotebookCellConflict
            key={`${versions} ${conflict.key}`}
            conflict={conflict}
            noun="Block"
            number={index + 1}
            count={conflicts.length}
            sides={sides}
            resolution={resolutions[conflict.key] ?? null}
            canEdit
            onChoose={(resolution) => choose(conflict.key, resolution)}
          />
        ))}
      </div>
    </Dialog>
  );
}
