import { Button, Skeleton } from '@mantine/core';
import type { BlockComparison, VersionId, VersionNotebook } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionNotebookQuery } from '../../api/version-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import compared from '../diff/compared-blocks.module.css';
import type { DiffMode } from '../diff/text-diff.tsx';
import { BlockOfVersion } from './block-of-version.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { type Stretch, toStretches } from './stretches.ts';
import classes from './version-tab.module.css';

interface NotebookOfVersionProps {
  versionId: VersionId;
  notebook: VersionNotebook;
  mode: DiffMode;
}

/** More at once would hold up the page. */
const blocksPerStep = 200;

/** A notebook of a version beside what it is now, block by block. */
export function NotebookOfVersion({ versionId, notebook, mode }: NotebookOfVersionProps) {
  const { canEdit } = useRole();
  const query = useQuery(versionNotebookQuery(versionId, notebook.id));
  const [limit, setLimit] = useState(blocksPerStep);
  const [isAsking, setAsking] = useState(false);
  const stretches = query.data ? toStretches(query.data.blocks) : [];
  return (
    <section className={classes.blocks} aria-label={`${notebook.name}, then and now`}>
      <div className={compared.bar}>
        <span>{query.data ? inWords(query.data.blocks, notebook) : ''}</span>
        {canEdit && notebook.state !== 'same' ? (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            Restore this notebook
          </Button>
        ) : null}
      </div>
      <div className={compared.list}>
        {query.isError ? (
          <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <div role="status" aria-label="Comparing">
            <Skeleton height={80} mb={10} />
            <Skeleton height={56} />
          </div>
        ) : null}
        {stretches.slice(0, limit).map((stretch) => (
          <StretchView
            key={stretch.key}
            stretch={stretch}
            versionId={versionId}
            notebook={notebook}
            mode={mode}
          />
        ))}
        {stretches.length > limit ? (
          <Button variant="default" size="xs" onClick={() => setLimit(limit + blocksPerStep)}>
            Show more of {stretches.length - limit}
          </Button>
        ) : null}
      </div>
      {isAsking ? (
        <RestoreDialog
          versionId={versionId}
          title={`Restore ${notebook.name}?`}
          notebooks={[notebook]}
          what={{ notebookId: notebook.id }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}

function StretchView({ stretch, ...more }: { stretch: Stretch } & NotebookOfVersionProps) {
  const [isOpen, setOpen] = useState(false);
  if (stretch.kind === 'change') return <BlockOfVersion comparison={stretch.comparison} {...more} />;
  const { comparisons } = stretch;
  if (isOpen)
    return comparisons.map((comparison) => (
      <BlockOfVersion key={comparison.id} comparison={comparison} {...more} />
    ));
  return (
    <button type="button" className={compared.same} onClick={() => setOpen(true)}>
      {comparisons.length === 1 ? '1 unchanged block' : `${comparisons.length} unchanged blocks`}
    </button>
  );
}

function inWords(blocks: BlockComparison[], { state }: VersionNotebook): string {
  if (state === 'gone') return 'This notebook was deleted since.';
  const counts = new Map<string, number>();
  for (const { change } of blocks) counts.set(change, (counts.get(change) ?? 0) + 1);
  counts.delete('same');
  if (counts.size === 0)
    return state === 'same'
      ? 'The same as now.'
      : 'Its blocks are the same as now; its name or settings differ.';
  return `Since then: ${[...counts].map(([change, count]) => `${count} ${change}`).join(', ')}`;
}
