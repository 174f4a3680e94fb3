import { Button } from '@mantine/core';
import { metadataOf, outputsOf } from '@notelab/notebook/live';
import { isTextType } from './block-kinds.ts';
import classes from './block-view.module.css';
import { CodeBlock } from './code-block.tsx';
import { useLiveNotebook } from './live-context.ts';
import { OtherBlock } from './other-block.tsx';
import { OutputsOfBlock } from './outputs-of-block.tsx';
import { BlockRunLine } from './run/block-run-line.tsx';
import { TextBlock } from './text-block.tsx';
import { useBlock } from './use-block.ts';

/** What a block says, and what it wrote. */
export function BlockBody({ id, type, label }: { id: string; type: string; label: string }) {
  if (isTextType(type)) return <TextBlock id={id} type={type} label={label} />;
  return (
    <>
      {type === 'code' ? (
        <div className={classes.source}>
          <CodeBlock id={id} label={label} />
        </div>
      ) : (
        <OtherBlock id={id} type={type} />
      )}
      <Outputs id={id} />
      <BlockRunLine id={id} />
    </>
  );
}

function Outputs({ id }: { id: string }) {
  const { history, blocks, canEdit } = useLiveNotebook();
  const isHidden = useBlock(
    id,
    'metadata',
    (block) => metadataOf(block).get('is_output_hidden') === true,
    false,
  );
  const hasOutputs = useBlock(id, 'outputs', (block) => (outputsOf(block)?.length ?? 0) > 0, false);
  if (!isHidden) return <OutputsOfBlock id={id} />;
  if (!hasOutputs) return null;
  const show = () => {
    const block = blocks.find(id);
    if (block) history.change(() => metadataOf(block).delete('is_output_hidden'));
  };
  return (
    <Button
      className={classes.folded}
      size="compact-xs"
      variant="subtle"
      color="gray"
      disabled={!canEdit}
      onClick={show}
    >
      Output is folded · Show
    </Button>
  );
}
