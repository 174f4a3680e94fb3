import { Collapse, UnstyledButton } from '@mantine/core';
import { type CellChange, toValue } from '@notelab/notebook';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import classes from './notebook-diff.module.css';
import { type ShownOutput, showOutputs } from './notebook-sections.ts';
import { type DiffMode, TextDiff } from './text-diff.tsx';

interface NotebookCellChangeProps {
  change: CellChange;
  codeName: string;
  mode: DiffMode;
}

const kinds: Record<CellChange['kind'], { word: string; tone: ChipTone }> = {
  same: { word: 'moved', tone: 'info' },
  changed: { word: 'changed', tone: 'modified' },
  added: { word: 'added', tone: 'added' },
  removed: { word: 'removed', tone: 'conflict' },
};

/** One cell before and after: the source first, outputs folded. */
export function NotebookCellChange({ change, codeName, mode }: NotebookCellChangeProps) {
  const { kind, moved, before, after, changed } = change;
  const cell = (after ?? before)!;
  const { word, tone } = kinds[kind];
  return (
    <section className={classes.cell} data-kind={kind} aria-label={`${cell.type} cell, ${word}`}>
      <header className={classes.cellHead}>
        <Chip tone={tone}>{word}</Chip>
        {moved && kind !== 'same' ? <Chip tone="info">moved</Chip> : null}
        <span>{typeInWords(before?.type ?? null, cell.type)}</span>
      </header>
      {changed.source ? (
        <div className={classes.source}>
          <TextDiff
            path={nameFor(cell.type, codeName)}
            before={before?.source ?? ''}
            after={after?.source ?? ''}
            mode={mode}
          />
        </div>
      ) : (
        <pre className={classes.sameSource} data-kind={kind}>
          {cell.source}
        </pre>
      )}
      {changed.metadata ? (
        <Fold label="Metadata changed">
          <div className={classes.source}>
            <TextDiff
              path="metadata.json"
              before={metadataOf(before)}
              after={metadataOf(after)}
              mode={mode}
            />
          </div>
        </Fold>
      ) : null}
      <Outputs change={change} />
    </section>
  );
}

function Outputs({ change: { kind, before, after, changed } }: Pick<NotebookCellChangeProps, 'change'>) {
  const [old, now] = [showOutputs(before), showOutputs(after)];
  if (old.length + now.length === 0) return null;
  if (kind === 'changed' && !changed.outputs) return null;
  if (kind !== 'changed') {
    const outputs = after ? now : old;
    return (
      <Fold label={outputs.length === 1 ? '1 output' : `${outputs.length} outputs`}>
        <OutputList outputs={outputs} />
      </Fold>
    );
  }
  return (
    <Fold label="Outputs changed">
      <div className={classes.sides}>
        <OutputList title="Before" outputs={old} />
        <OutputList title="After" outputs={now} />
      </div>
    </Fold>
  );
}

function OutputList({ title, outputs }: { title?: string; outputs: ShownOutput[] }) {
  return (
    <div className={classes.outputs}>
      {title ? <h4>{title}</h4> : null}
      {outputs.length === 0 ? <p className={classes.dim}>None.</p> : null}
      {outputs.map((output, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <Output key={index} output={output} />
      ))}
    </div>
  );
}

function Output({ output: { kind, content } }: { output: ShownOutput }) {
  if (kind === 'image') return <img src={content} alt="Output" />;
  if (kind === 'other') return <p className={classes.dim}>An output of type {content} is not shown here.</p>;
  return <pre data-error={kind === 'error' || undefined}>{content}</pre>;
}

function Fold({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.fold}>
      <UnstyledButton className={classes.foldHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
        {label}
      </UnstyledButton>
      <Collapse expanded={open}>{open ? children : null}</Collapse>
    </div>
  );
}

const typeWords: Record<string, string> = { code: 'Code', markdown: 'Text', raw: 'Raw', heading: 'Heading' };
const typeInWords = (before: string | null, after: string) => {
  const word = (type: string) => typeWords[type] ?? type;
  return before === null || before === after ? word(after) : `${word(before)} → ${word(after)}`;
};

function nameFor(type: string, codeName: string): string {
  if (type === 'code') return codeName;
  return type === 'markdown' ? 'cell.md' : 'cell.txt';
}

function metadataOf(cell: CellChange['before']): string {
  const metadata = cell?.node.members.find(({ key }) => key === 'metadata')?.value;
  return metadata ? JSON.stringify(toValue(metadata), null, 2) : '';
}
