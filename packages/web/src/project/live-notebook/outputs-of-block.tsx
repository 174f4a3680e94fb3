import { outputsOf } from '@notelab/notebook/live';
import { useMemo, useRef } from 'react';
import { ShowAll } from '../notebook/foldable.tsx';
import { OutputView } from '../notebook/output-view.tsx';
import { useViewMemory } from '../notebook/view-context.ts';
import { type RichOutput, toRichOutput } from '../outputs/rich-output.ts';
import classes from './outputs-of-block.module.css';
import { useHeldHeight } from './run/use-held-height.ts';
import { useRunState } from './run/use-kernel.ts';
import { StoredOutputView } from './stored-output-view.tsx';
import { parseStoredOutput } from './stored-outputs.ts';
import { useBlock } from './use-block.ts';

const outputsAtFirst = 20;
const none: unknown[] = [];

/** What a block wrote when it was last run. */
export function OutputsOfBlock({ id }: { id: string }) {
  const outputs = useBlock<unknown[]>(id, 'outputs', (block) => outputsOf(block)?.toJSON() ?? none, none);
  const [limit, setLimit] = useViewMemory(`${id}.outputs`, outputsAtFirst);
  const isBusy = useRunState(id).kind !== 'still';
  const { box, heldHeight } = useHeldHeight(outputs.length === 0, isBusy);
  if (outputs.length === 0 && heldHeight === 0) return null;
  return (
    <div ref={box} className={classes.outputs} style={{ minHeight: heldHeight || undefined }}>
      {outputs.slice(0, limit).map((output, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <div key={place}>
          <LiveOutput output={output} memoryKey={`${id}.${place}`} />
        </div>
      ))}
      {outputs.length > limit ? (
        <div>
          <ShowAll onClick={() => setLimit(limit + 200)}>
            Show more of {outputs.length - limit} outputs
          </ShowAll>
        </div>
      ) : null}
    </div>
  );
}

function LiveOutput({ output, memoryKey }: { output: unknown; memoryKey: string }) {
  const stored = useMemo(() => parseStoredOutput(output), [output]);
  const rich = useMemo(() => toRichOutput(output), [output]);
  const before = useRef<RichOutput | null>(null);
  if (!stored) before.current = rich;
  return stored ? (
    <StoredOutputView stored={stored} memoryKey={memoryKey} meanwhile={before.current} />
  ) : (
    <OutputView output={rich} memoryKey={memoryKey} />
  );
}
