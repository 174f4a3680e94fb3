import { Button } from '@mantine/core';
import type { NotebookWithOutputs } from '@notelab/contract';
import { IconNotebook } from '@tabler/icons-react';
import { Notice } from './notice.tsx';

interface OutputsNoticeProps {
  /** Those that are ticked. */
  notebooks: NotebookWithOutputs[];
  /** Their outputs stay out of the commit. */
  without: boolean;
  disabled: boolean;
  onChange: (without: boolean) => void;
}

/** Notebooks whose outputs would be committed. */
export function OutputsNotice({ notebooks, without, disabled, onChange }: OutputsNoticeProps) {
  if (notebooks.length === 0) return null;
  const [only] = notebooks;
  const name = notebooks.length === 1 && only ? only.path : `${notebooks.length} notebooks`;
  const mere = notebooks.filter(({ onlyOutputs }) => onlyOutputs).length;
  return (
    <Notice
      icon={<IconNotebook size={16} aria-hidden />}
      tone={without ? 'added' : 'info'}
      actions={
        <Button size="xs" variant="default" disabled={disabled} onClick={() => onChange(!without)}>
          {without ? 'Commit with outputs' : 'Commit without outputs'}
        </Button>
      }
    >
      {without ? (
        <>
          <strong>{name}</strong> {notebooks.length === 1 ? 'goes' : 'go'} without outputs. On disk they stay.
        </>
      ) : (
        <>
          <strong>{name}</strong> {notebooks.length === 1 ? 'has' : 'have'} outputs: they make differences
          noisy and may hold data.
        </>
      )}
      {mere > 0 && notebooks.length > 1
        ? ` ${mere} changed only in ${mere === 1 ? 'its' : 'their'} outputs.`
        : ''}
      {mere > 0 && notebooks.length === 1 ? ' Nothing else in it has changed.' : ''}
    </Notice>
  );
}
