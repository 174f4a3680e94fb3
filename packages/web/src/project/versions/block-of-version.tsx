import { Button } from '@mantine/core';
import type { BlockComparison, VersionId, VersionNotebook } from '@notelab/contract';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../app/workspace.ts';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import { notifyProblem } from '../../theme/notify.ts';
import compared from '../diff/compared-blocks.module.css';
import { Fold } from '../diff/fold.tsx';
import { heightOf } from '../diff/notebook-cell-change.tsx';
import { type DiffMode, TextDiff } from '../diff/text-diff.tsx';
import { WhenNear } from '../diff/when-near.tsx';
import { StaticCode } from '../editor/static-code.tsx';
import { isTextType, kindInWords } from '../live-notebook/block-kinds.ts';
import { parseStoredOutput, storedOutputQuery } from '../live-notebook/stored-outputs.ts';
import { OutputList } from '../outputs/output-list.tsx';
import { showOutput } from '../outputs/show-outputs.ts';
import { useRestore } from './use-restore.ts';
import classes from './version-tab.module.css';

interface BlockOfVersionProps {
  comparison: BlockComparison;
  versionId: VersionId;
  notebook: VersionNotebook;
  mode: DiffMode;
}

const changes: Record<BlockComparison['change'], { word: string; tone: ChipTone }> = {
  same: { word: 'unchanged', tone: 'neutral' },
  changed: { word: 'changed since', tone: 'modified' },
  moved: { word: 'moved since', tone: 'info' },
  added: { word: 'added since', tone: 'added' },
  removed: { word: 'deleted since', tone: 'conflict' },
};
const tones: Partial<Record<BlockComparison['change'], 'added' | 'removed'>> = {
  added: 'added',
  removed: 'removed',
};

/** One block then and now: the source first, outputs folded. */
export function BlockOfVersion({ comparison, versionId, notebook, mode }: BlockOfVersionProps) {
  const { id, change, before, now } = comparison;
  const { canEdit } = useRole();
  const { type } = (now ?? before)!;
  const [then, present] = [before?.content ?? '', now?.content ?? ''];
  const { word, tone } = changes[change];
  const path = type === 'code' ? 'block.py' : isTextType(type) ? 'block.md' : 'block.txt';
  const canRestore =
    canEdit && notebook.state === 'changed' && (change === 'changed' || change === 'removed');
  return (
    <section className={compared.block} aria-label={`${kindInWords(type)}, ${word}`}>
      <header className={compared.blockHead}>
        <Chip tone={tone}>{word}</Chip>
        <span>{kindInWords(type)}</span>
        {canRestore ? <RestoreBlock id={id} versionId={versionId} notebook={notebook} /> : null}
      </header>
      <WhenNear estimatedHeight={heightOf(then || present)}>
        {change === 'changed' && then !== present ? (
          <div className={compared.source}>
            <TextDiff path={path} before={then} after={present} mode={mode} />
          </div>
        ) : (
          <StaticCode path={path} text={now ? present : then} tone={tones[change]} />
        )}
      </WhenNear>
      <Outputs before={before?.outputs ?? []} now={now?.outputs ?? []} notebookId={notebook.id} />
    </section>
  );
}

function RestoreBlock({
  id,
  versionId,
  notebook,
}: { id: string } & Omit<BlockOfVersionProps, 'comparison' | 'mode'>) {
  const restore = useRestore(versionId);
  const [busy, setBusy] = useState(false);
  const act = () => {
    setBusy(true);
    restore({ notebookId: notebook.id, blockId: id })
      .catch(notifyProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Button className={classes.restoreBlock} size="compact-xs" variant="default" loading={busy} onClick={act}>
      Restore this block
    </Button>
  );
}

interface OutputsProps {
  before: unknown[];
  now: unknown[];
  notebookId: string;
}

function Outputs({ before, now, notebookId }: OutputsProps) {
  if (before.length + now.length === 0) return null;
  const isSame = JSON.stringify(before) === JSON.stringify(now);
  if (isSame)
    return (
      <Fold label={now.length === 1 ? '1 output' : `${now.length} outputs`}>
        {() => <OneSide outputs={now} notebookId={notebookId} />}
      </Fold>
    );
  return (
    <Fold label="Outputs differ">
      {() => (
        <div className={compared.sides}>
          <OneSide title="Then" outputs={before} notebookId={notebookId} />
          <OneSide title="Now" outputs={now} notebookId={notebookId} />
        </div>
      )}
    </Fold>
  );
}

/** Large outputs are fetched when they are looked at. */
function OneSide({ title, outputs, notebookId }: { title?: string; outputs: unknown[]; notebookId: string }) {
  const stored = outputs.map(parseStoredOutput);
  const fetched = useQueries({
    queries: stored
      .filter((output) => output !== null)
      .map(({ notelab_output }) => storedOutputQuery(notebookId, notelab_output.hash)),
  });
  let next = 0;
  const whole = outputs.map((output, index) => (stored[index] ? (fetched[next++]?.data ?? waiting) : output));
  return <OutputList {...(title === undefined ? {} : { title })} outputs={whole.map(showOutput)} />;
}

const waiting = { output_type: 'stream', name: 'stdout', text: 'Fetching a large output …' };
