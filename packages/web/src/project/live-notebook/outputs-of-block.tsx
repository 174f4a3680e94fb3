import { outputsOf } from '@notelab/notebook/live';
import { useMemo, useRef } from 'react';
import { OutputColumn } from '../notebook/output-column.tsx';
import { OutputView } from '../notebook/output-view.tsx';
import { type RichOutput, toRichOutput } from '../outputs/rich-output.ts';
import { useHeldHeight } from './run/use-held-height.ts';
import { useRunState } from './run/use-kernel.ts';
import { StoredOutputView } from './stored-output-view.tsx';
import { parseStoredOutput } from './stored-outputs.ts';
import { useBlock } from './use-block.ts';

const none: unknown[] = [];

/** What a block wrote when it was last run. */
export function OutputsOfBlock({ id }: { id: string }) {
  const outputs = useBlock<unknown[]>(id, 'outputs', (block) => outputsOf(block)?.toJSON() ?? none, none);
  const isBusy = useRunState(id).kind !== 'still';
  const { box, heldHeight } = useHeldHeight(outputs.length === 0, isBusy);
  if (outputs.length === 0 && heldHeight === 0) return null;
  return (
    <OutputColumn ref={box} outputs={outputs} memoryKey={id} minHeight={heldHeight || undefined}>
      {(output, memoryKey) => <LiveOutput output={output} memoryKey={memoryKey} />}
    </OutputColumn>
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
