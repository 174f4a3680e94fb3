import { Button } from '@mantine/core';
import type { ConflictContent, ConflictDecision, Ongoing } from '@notelab/contract';
import { NotebookFileError, type NotebookMerge } from '@notelab/notebook';
import { useMemo, useState } from 'react';
import { CellMetadata } from './cell-metadata.tsx';
import { readDraft, writeDraft } from './conflict-drafts.ts';
import { MergedCells } from './merged-cells.tsx';
import { NotebookCellConflict } from './notebook-cell-conflict.tsx';
import classes from './notebook-conflict.module.css';
import { isResolutions, mergeStates, type Resolutions, toSections } from './notebook-merging.ts';
import { SideConflict } from './side-conflict.tsx';
import bar from './text-conflict.module.css';

interface NotebookConflictProps {
  checkoutId: string;
  conflict: ConflictContent;
  sides: Ongoing['sides'];
  canEdit: boolean;
  busy: boolean;
  onDecide: (decision: ConflictDecision) => void;
}

/** A notebook merged cell by cell. Loaded when the first one is shown. */
export function NotebookConflict(props: NotebookConflictProps) {
  const { conflict, onDecide } = props;
  const { base, mine, theirs } = conflict;
  const merge = useMemo(
    () => tryMerge({ base, mine: mine ?? '', theirs: theirs ?? '' }),
    [base, mine, theirs],
  );
  if ('problem' in merge)
    return (
      <SideConflict
        {...props}
        reason={`${merge.problem} The two can only be kept as one side has them.`}
        onKeep={(side) => onDecide({ kind: 'keep', side })}
      />
    );
  return <Cells {...props} merge={merge} />;
}

function Cells({
  checkoutId,
  conflict,
  sides,
  canEdit,
  busy,
  onDecide,
  merge,
}: NotebookConflictProps & { merge: NotebookMerge }) {
  const { path, key } = conflict;
  const [resolutions, setResolutions] = useState<Resolutions>(
    () => readDraft(checkoutId, path, key, isResolutions) ?? {},
  );
  const sections = useMemo(() => toSections(merge), [merge]);
  const { conflicts, outputsDropped, metadataConflicts } = merge;
  const decided = conflicts.filter((one) => resolutions[one.key] !== undefined).length;
  const choose = (cell: string, resolution: Resolutions[string]) => {
    const changed = { ...resolutions, [cell]: resolution };
    setResolutions(changed);
    writeDraft(checkoutId, path, key, changed);
  };
  return (
    <div className={bar.resolver}>
      <div className={bar.bar}>
        <span>
          {conflicts.length === 0
            ? 'No cell needs a decision.'
            : `${decided} of ${conflicts.length} ${conflicts.length === 1 ? 'cell' : 'cells'} decided`}
        </span>
        {canEdit ? (
          <Button
            size="xs"
            disabled={decided < conflicts.length}
            loading={busy}
            onClick={() => onDecide({ kind: 'text', text: merge.write(resolutions) })}
          >
            Mark as resolved
          </Button>
        ) : null}
      </div>
      <div className={classes.cells}>
        {sections.map((section) =>
          section.kind === 'merged' ? (
            <MergedCells key={section.key} cells={section.cells} sides={sides} />
          ) : (
            <NotebookCellConflict
              key={section.key}
              conflict={section.conflict}
              noun="Cell"
              number={conflicts.indexOf(section.conflict) + 1}
              count={conflicts.length}
              sides={sides}
              resolution={resolutions[section.key] ?? null}
              canEdit={canEdit}
              metadata={
                section.conflict.parts.includes('metadata') ? (
                  <CellMetadata conflict={section.conflict} sides={sides} />
                ) : null
              }
              onChoose={(resolution) => choose(section.key, resolution)}
            />
          ),
        )}
        {outputsDropped > 0 ? (
          <p className={classes.note}>
            {outputsDropped === 1 ? 'The results of one cell' : `The results of ${outputsDropped} cells`} that
            both sides ran are left out: run {outputsDropped === 1 ? 'it' : 'them'} again.
          </p>
        ) : null}
        {metadataConflicts.length > 0 ? (
          <p className={classes.note}>
            {`Both sides changed what belongs to the whole notebook (${metadataConflicts.join(', ')}): ${sides.mine} stays.`}
          </p>
        ) : null}
      </div>
    </div>
  );
}

function tryMerge(states: Parameters<typeof mergeStates>[0]): NotebookMerge | { problem: string } {
  try {
    return mergeStates(states);
  } catch (error) {
    if (error instanceof NotebookFileError) return { problem: error.message };
    throw error;
  }
}
