import { Button, SegmentedControl } from '@mantine/core';
import { NotebookFileError } from '@notelab/notebook';
import { useMemo, useState } from 'react';
import { StaticCode } from '../editor/static-code.tsx';
import compared from './compared-blocks.module.css';
import { heightOf, NotebookCellChange, nameFor } from './notebook-cell-change.tsx';
import classes from './notebook-diff.module.css';
import {
  type NotebookDifference,
  type NotebookSection,
  readNotebookDifference,
} from './notebook-sections.ts';
import { type DiffMode, TextDiff } from './text-diff.tsx';
import { WhenNear } from './when-near.tsx';

interface NotebookDiffProps {
  path: string;
  before: string | null;
  after: string | null;
  mode: DiffMode;
}

/** More cells at once would hold up the page, although their editors are made when one comes near. */
const cellsPerStep = 200;

/** Two versions of a notebook, cell by cell; the file's text on demand. Loaded when the first one is shown. */
export function NotebookDiff({ path, before, after, mode }: NotebookDiffProps) {
  const [view, setView] = useState<'notebook' | 'text'>('notebook');
  const read = useMemo(() => tryRead(before, after), [before, after]);
  const asText = view === 'text' || 'problem' in read;
  return (
    <div className={classes.pane}>
      <div className={compared.bar}>
        {'problem' in read ? (
          <span>Shown as text. {read.problem}</span>
        ) : (
          <>
            <span>{inWords(read)}</span>
            <SegmentedControl
              size="xs"
              aria-label="What is compared"
              value={view}
              onChange={(value) => setView(value as typeof view)}
              data={[
                { value: 'notebook', label: 'cells' },
                { value: 'text', label: 'file' },
              ]}
            />
          </>
        )}
      </div>
      <div className={classes.body}>
        {asText ? (
          <TextDiff path={path} before={before ?? ''} after={after ?? ''} mode={mode} />
        ) : (
          <Cells sections={read.sections} codeName={read.codeName} mode={mode} />
        )}
      </div>
    </div>
  );
}

function Cells({ sections, codeName, mode }: NotebookDifference & { mode: DiffMode }) {
  const [limit, setLimit] = useState(cellsPerStep);
  const shown = sections.slice(0, limit);
  return (
    <div className={compared.list}>
      {shown.map((section) => (
        <Section key={section.key} section={section} codeName={codeName} mode={mode} />
      ))}
      {shown.length < sections.length ? (
        <Button variant="default" size="xs" onClick={() => setLimit(limit + cellsPerStep)}>
          Show more of {sections.length - shown.length}
        </Button>
      ) : null}
    </div>
  );
}

interface SectionProps {
  section: NotebookSection;
  codeName: string;
  mode: DiffMode;
}

function Section({ section, codeName, mode }: SectionProps) {
  const [open, setOpen] = useState(false);
  if (section.kind === 'change')
    return <NotebookCellChange change={section.change} codeName={codeName} mode={mode} />;
  const { changes } = section;
  if (!open) {
    return (
      <button type="button" className={compared.same} onClick={() => setOpen(true)}>
        {changes.length === 1 ? '1 unchanged cell' : `${changes.length} unchanged cells`}
      </button>
    );
  }
  return changes.map(({ after, before }, index) => {
    const { type, source } = (after ?? before)!;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
      <div key={index} className={compared.block}>
        <WhenNear estimatedHeight={heightOf(source)}>
          <StaticCode path={nameFor(type, codeName)} text={source} />
        </WhenNear>
      </div>
    );
  });
}

function tryRead(before: string | null, after: string | null): NotebookDifference | { problem: string } {
  try {
    return readNotebookDifference(before, after);
  } catch (error) {
    if (error instanceof NotebookFileError) return { problem: error.message };
    throw error;
  }
}

function inWords({ sections }: NotebookDifference): string {
  const counts = new Map<string, number>();
  for (const section of sections) {
    if (section.kind === 'same') continue;
    const kind = section.change.kind === 'same' ? 'moved' : section.change.kind;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (counts.size === 0)
    return 'No cell changed: only what belongs to the whole notebook, or how it is written.';
  const words = [...counts].map(([kind, count], index) =>
    index === 0 ? `${count} ${count === 1 ? 'cell' : 'cells'} ${kind}` : `${count} ${kind}`,
  );
  return words.join(', ');
}
