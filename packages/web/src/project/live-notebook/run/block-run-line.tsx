import { Button } from '@mantine/core';
import { useLiveNotebook } from '../live-context.ts';
import classes from './block-run-line.module.css';
import { InputField } from './input-field.tsx';
import { useRunActions } from './run-context.tsx';
import { haltInWords } from './run-words.ts';
import { useKernel } from './use-kernel.ts';

/** Below the outputs of a block: what it asks for, and what was left out because of it. */
export function BlockRunLine({ id }: { id: string }) {
  const input = useKernel((kernel) => (kernel.input?.blockId === id ? kernel.input : null));
  const halted = useKernel((kernel) => (kernel.halted?.blockId === id ? kernel.halted : null));
  const { canEdit, blocks } = useLiveNotebook();
  const { runBelow } = useRunActions();
  // Another question of the same block is another field.
  if (input) return <InputField key={input.prompt} blockId={id} input={input} />;
  const words = halted ? haltInWords(halted) : null;
  if (words === null) return null;
  const order = blocks.order.get();
  const next = order[order.indexOf(id) + 1];
  return (
    <div className={classes.halted}>
      <span>{words}</span>
      {canEdit && next !== undefined ? (
        <Button size="compact-xs" variant="default" onClick={() => runBelow(next)}>
          Run those below
        </Button>
      ) : null}
    </div>
  );
}
