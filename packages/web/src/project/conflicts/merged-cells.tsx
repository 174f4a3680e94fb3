import type { Ongoing } from '@notelab/contract';
import type { MergedCellView } from '@notelab/notebook';
import { useState } from 'react';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import classes from './notebook-conflict.module.css';
import { cellsInWords } from './notebook-merging.ts';

interface MergedCellsProps {
  cells: MergedCellView[];
  sides: Ongoing['sides'];
}

const tones: Partial<Record<MergedCellView['status'], ChipTone>> = {
  ours: 'modified',
  theirs: 'info',
  both: 'added',
};

/** Cells that merged by themselves, folded. */
export function MergedCells({ cells, sides }: MergedCellsProps) {
  const [open, setOpen] = useState(false);
  const words = { ours: sides.mine, theirs: sides.theirs, both: 'put together' };
  return (
    <>
      <button type="button" className={classes.merged} aria-expanded={open} onClick={() => setOpen(!open)}>
        {cellsInWords(cells, sides)}
      </button>
      {open
        ? cells.map(({ key, status, cell }) => (
            <div key={key} className={classes.cell}>
              {status === 'same' || status === 'conflict' ? null : (
                <div className={classes.cellHead}>
                  <Chip tone={tones[status]}>{words[status]}</Chip>
                </div>
              )}
              <pre className={classes.source}>{cell.source}</pre>
            </div>
          ))
        : null}
    </>
  );
}
