import { type CellChange, toValue } from '@notelab/notebook';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import { StaticCode } from '../editor/static-code.tsx';
import { OutputList } from '../outputs/output-list.tsx';
import { showOutputs } from '../outputs/show-outputs.ts';
import classes from './compared-blocks.module.css';
import { Fold } from './fold.tsx';
import { type DiffMode, TextDiff } from './text-diff.tsx';
import { WhenNear } from './when-near.tsx';

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

const tones: Partial<Record<CellChange['kind'], 'added' | 'removed'>> = {
  added: 'added',
  removed: 'removed',
};

/** One cell before and after: the source first, outputs folded. */
export function NotebookCellChange({ change, codeName, mode }: NotebookCellChangeProps) {
  const { kind, moved, before, after, changed } = change;
  const cell = (after ?? before)!;
  const { word, tone } = kinds[kind];
  return (
    <section className={classes.block} data-kind={kind} aria-label={`${cell.type} cell, ${word}`}>
      <header className={classes.blockHead}>
        <Chip tone={tone}>{word}</Chip>
        {moved && kind !== 'same' ? <Chip tone="info">moved</Chip> : null}
        <span>{typeInWords(before?.type ?? null, cell.type)}</span>
      </header>
      <WhenNear estimatedHeight={heightOf(cell.source)}>
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
          <StaticCode path={nameFor(cell.type, codeName)} text={cell.source} tone={tones[kind]} />
        )}
      </WhenNear>
      {changed.metadata ? (
        <Fold label="Metadata changed">
          {() => (
            <div className={classes.source}>
              <TextDiff
                path="metadata.json"
                before={metadataOf(before)}
                after={metadataOf(after)}
                mode={mode}
              />
            </div>
          )}
        </Fold>
      ) : null}
      <Outputs change={change} />
    </section>
  );
}

function Outputs({ change: { kind, before, after, changed } }: Pick<NotebookCellChangeProps, 'change'>) {
  const [oldCount, count] = [before?.outputs.length ?? 0, after?.outputs.length ?? 0];
  if (oldCount + count === 0) return null;
  if (kind === 'changed' && !changed.outputs) return null;
  if (kind !== 'changed') {
    const shown = after ? count : oldCount;
    return (
      <Fold label={shown === 1 ? '1 output' : `${shown} outputs`}>
        {() => <OutputList outputs={showOutputs(after ?? before)} />}
      </Fold>
    );
  }
  return (
    <Fold label="Outputs changed">
      {() => (
        <div className={classes.sides}>
          <OutputList title="Before" outputs={showOutputs(before)} />
          <OutputList title="After" outputs={showOutputs(after)} />
        </div>
      )}
    </Fold>
  );
}

const lineHeight = 21;
const mostLinesEstimated = 24;

/** About the height of a cell's source, of which long unchanged stretches are folded. */
export function heightOf(source: string): number {
  return 20 + lineHeight * Math.min(mostLinesEstimated, source.split('\n').length);
}

const typeWords: Record<string, string> = { code: 'Code', markdown: 'Text', raw: 'Raw', heading: 'Heading' };
const typeInWords = (before: string | null, after: string) => {
  const word = (type: string) => typeWords[type] ?? type;
  return before === null || before === after ? word(after) : `${word(before)} → ${word(after)}`;
};

/** A file name by which the language of a cell is known. */
export function nameFor(type: string, codeName: string): string {
  if (type === 'code') return codeName;
  return type === 'markdown' ? 'cell.md' : 'cell.txt';
}

function metadataOf(cell: CellChange['before']): string {
  const metadata = cell?.node.members.find(({ key }) => key === 'metadata')?.value;
  return metadata ? JSON.stringify(toValue(metadata), null, 2) : '';
}
