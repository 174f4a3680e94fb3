import type { Ongoing } from '@notelab/contract';
import { type Cell, type CellConflict, toValue } from '@notelab/notebook';
import classes from './notebook-conflict.module.css';

/** The metadata of a cell on both sides. */
export function CellMetadata({ conflict, sides }: { conflict: CellConflict; sides: Ongoing['sides'] }) {
  return (
    <div className={classes.metadata}>
      <Side title={sides.mine} cell={conflict.ours} />
      <Side title={sides.theirs} cell={conflict.theirs} />
    </div>
  );
}

function Side({ title, cell }: { title: string; cell: Cell | null }) {
  const value = cell?.node.members.find(({ key }) => key === 'metadata')?.value;
  return (
    <div>
      <h4>Metadata: {title}</h4>
      <pre>{value ? JSON.stringify(toValue(value), null, 2) : '{}'}</pre>
    </div>
  );
}
