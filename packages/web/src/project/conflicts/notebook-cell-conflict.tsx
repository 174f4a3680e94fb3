import { Button } from '@mantine/core';
import type { Ongoing } from '@notelab/contract';
import type { CellConflict, Resolution } from '@notelab/notebook';
import { type ReactNode, useId } from 'react';
import { Chip } from '../../theme/chip.tsx';
import classes from './notebook-conflict.module.css';
import { OwnSource } from './own-source.tsx';
import { TwoSources } from './two-sources.tsx';

/** What is shown of a cell, or of a block, that both sides changed. */
export interface ShownConflict extends Pick<CellConflict, 'deletedBy'> {
  parts: readonly CellConflict['parts'][number][];
  base: object | null;
  ours: { type: string; source: string } | null;
  theirs: { type: string; source: string } | null;
}

interface NotebookCellConflictProps {
  conflict: ShownConflict;
  /** What it is called. */
  noun: 'Cell' | 'Block';
  number: number;
  count: number;
  sides: Ongoing['sides'];
  resolution: Resolution | null;
  canEdit: boolean;
  /** What both sides say besides the source, where they differ in it. */
  metadata?: ReactNode;
  onChoose: (resolution: Resolution) => void;
}

/** One cell that both sides changed: both sources, and what to make of them. */
export function NotebookCellConflict(props: NotebookCellConflictProps) {
  const { conflict, noun, number, count, sides, resolution, canEdit, metadata, onChoose } = props;
  const { ours, theirs, parts, deletedBy } = conflict;
  const title = useId();
  const cell = (ours ?? theirs)!;
  const isOwn = typeof resolution === 'object' && resolution !== null;
  const begin = () => onChoose({ source: resolution === 'theirs' ? (theirs ?? cell).source : cell.source });
  return (
    <section
      className={classes.conflict}
      data-decided={resolution !== null || undefined}
      aria-labelledby={title}
    >
      <header className={classes.cellHead}>
        <Chip tone={resolution === null ? 'conflict' : 'added'}>
          {resolution === null ? 'conflict' : 'decided'}
        </Chip>
        <span id={title}>{`${noun} ${number} of ${count} to decide`}</span>
        <span className={classes.dim}>{whatHappened(conflict, sides)}</span>
      </header>
      {deletedBy ? (
        <pre className={classes.source}>{cell.source}</pre>
      ) : (
        <TwoSources type={cell.type} mine={ours!.source} theirs={theirs!.source} sides={sides} />
      )}
      {metadata}
      {isOwn ? (
        <OwnSource
          type={cell.type}
          source={resolution.source}
          readOnly={!canEdit}
          onEdit={(source) => onChoose({ source })}
        />
      ) : null}
      {canEdit ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
        <div
          className={classes.choices}
          role="group"
          aria-label={`What becomes of ${noun.toLowerCase()} ${number}`}
        >
          {choicesOf(conflict, noun, sides).map(([value, label]) => (
            <Button
              key={value}
              size="xs"
              variant={resolution === value ? 'filled' : 'default'}
              aria-pressed={resolution === value}
              onClick={() => onChoose(value)}
            >
              {label}
            </Button>
          ))}
          {deletedBy || !parts.includes('source') ? null : (
            <Button size="xs" variant={isOwn ? 'filled' : 'default'} aria-pressed={isOwn} onClick={begin}>
              Edit
            </Button>
          )}
        </div>
      ) : null}
    </section>
  );
}

function choicesOf(
  { deletedBy }: ShownConflict,
  noun: NotebookCellConflictProps['noun'],
  sides: Ongoing['sides'],
): [Resolution & string, string][] {
  if (deletedBy === 'ours')
    return [
      ['ours', 'Leave it deleted'],
      ['theirs', `Keep the changed ${noun.toLowerCase()}`],
    ];
  if (deletedBy === 'theirs')
    return [
      ['ours', `Keep the changed ${noun.toLowerCase()}`],
      ['theirs', 'Delete it'],
    ];
  return [
    ['ours', sides.mine],
    ['theirs', sides.theirs],
    ['both', 'Both'],
  ];
}

function whatHappened({ deletedBy, parts, base }: ShownConflict, sides: Ongoing['sides']): string {
  if (deletedBy)
    return `deleted: ${deletedBy === 'ours' ? sides.mine : sides.theirs} · changed: ${deletedBy === 'ours' ? sides.theirs : sides.mine}`;
  if (!base) return 'added on both sides';
  return parts.includes('source')
    ? parts.includes('metadata')
      ? 'source and metadata changed on both sides'
      : 'changed on both sides'
    : 'metadata changed on both sides';
}
