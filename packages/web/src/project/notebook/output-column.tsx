import type { ReactNode, Ref } from 'react';
import { ShowAll } from './foldable.tsx';
import classes from './output-column.module.css';
import { useViewMemory } from './view-context.ts';

interface OutputColumnProps<T> {
  outputs: readonly T[];
  /** Names the cell or block, in what the view remembers. */
  memoryKey: string;
  /** Shows one; it is given a key to remember things by. */
  children: (output: T, memoryKey: string) => ReactNode;
  ref?: Ref<HTMLDivElement>;
  minHeight?: number | undefined;
}

const atFirst = 20;
const perStep = 200;

/** What a cell or block wrote, one below the other; of many the first, until more are wanted. */
export function OutputColumn<T>({ outputs, memoryKey, children, ref, minHeight }: OutputColumnProps<T>) {
  const [limit, setLimit] = useViewMemory(`${memoryKey}.outputs`, atFirst);
  return (
    <div ref={ref} className={classes.outputs} style={{ minHeight }}>
      {outputs.slice(0, limit).map((output, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <div key={place}>{children(output, `${memoryKey}.${place}`)}</div>
      ))}
      {outputs.length > limit ? (
        <div>
          <ShowAll onClick={() => setLimit(limit + perStep)}>
            Show more of {outputs.length - limit} outputs
          </ShowAll>
        </div>
      ) : null}
    </div>
  );
}
