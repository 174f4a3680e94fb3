import { UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { memo } from 'react';
import classes from './add-block.module.css';
import { addBlock, type NewBlockType } from './block-actions.ts';
import { useLiveNotebook } from './live-context.ts';

/** Between two blocks: adds one there. Shown while it is pointed at; the keyboard has A and B. */
export const AddBetween = memo(function AddBetween({ before }: { before: string }) {
  return (
    <div className={classes.between}>
      <div className={classes.buttons}>
        <AddButton type="code" before={before} label="Code" isHidden />
        <AddButton type="markdown" before={before} label="Text" isHidden />
      </div>
    </div>
  );
});

interface AddButtonProps {
  type: NewBlockType;
  before: string | null;
  label: string;
  isHidden?: boolean;
}

export function AddButton({ type, before, label, isHidden = false }: AddButtonProps) {
  const notebook = useLiveNotebook();
  return (
    <UnstyledButton
      className={classes.add}
      tabIndex={isHidden ? -1 : 0}
      aria-label={
        before === null ? `Add ${label.toLowerCase()} at the end` : `Add ${label.toLowerCase()} here`
      }
      onClick={() => notebook.selection.edit(addBlock(notebook, type, before))}
    >
      <IconPlus size={12} aria-hidden />
      {label}
    </UnstyledButton>
  );
}
