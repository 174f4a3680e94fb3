import { Button } from '@mantine/core';
import type { ConflictContent, ConflictSide, Ongoing } from '@notelab/contract';
import { sizeInWords } from '../sizes.ts';
import classes from './conflicts.module.css';

interface SideConflictProps {
  conflict: ConflictContent;
  sides: Ongoing['sides'];
  canEdit: boolean;
  busy: boolean;
  onKeep: (side: ConflictSide) => void;
  /** Why the two cannot be put together, when the file itself does not say it. */
  reason?: string;
}

/** A file of which one side's state is kept: it is no text, or is not there on one side. */
export function SideConflict({ conflict, sides, canEdit, busy, onKeep, reason }: SideConflictProps) {
  const { mineSize, theirsSize } = conflict;
  return (
    <div className={classes.choice}>
      <p>{reason ?? explain(conflict)}</p>
      <div className={classes.choices}>
        {(
          [
            ['mine', mineSize, conflict.mine],
            ['theirs', theirsSize, conflict.theirs],
          ] as const
        ).map(([side, size, text]) => (
          <section key={side} className={classes.side} aria-label={sides[side]}>
            <h3>{sides[side]}</h3>
            <p>{size === null ? 'The file is not there.' : sizeInWords(size)}</p>
            {text === null ? null : <pre>{text.slice(0, 4000)}</pre>}
            {canEdit ? (
              <Button
                size="xs"
                variant="default"
                loading={busy}
                aria-label={`${size === null ? 'Delete the file' : 'Keep this'}: ${sides[side]}`}
                onClick={() => onKeep(side)}
              >
                {size === null ? 'Delete the file' : 'Keep this'}
              </Button>
            ) : null}
          </section>
        ))}
      </div>
    </div>
  );
}

function explain({ content, mineSize, theirsSize }: ConflictContent): string {
  if (mineSize === null && theirsSize === null) return 'It is not there on either side any more.';
  if (mineSize === null || theirsSize === null)
    return 'One side has deleted the file, the other has changed it.';
  if (content === 'too-large') return 'The file is too large to be merged here. Keep one side’s.';
  if (content === 'other') return 'This is a link or a repository of its own. Keep one side’s.';
  return 'The file is not text, so the two cannot be put together. Keep one side’s.';
}
