import { Loader } from '@mantine/core';
import type { Checkout, ConflictContent, ConflictDecision, ConflictedFile, Ongoing } from '@notelab/contract';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { conflictQuery } from '../../api/conflict-queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import classes from './conflicts.module.css';
import { SideConflict } from './side-conflict.tsx';
import { useMergingActions } from './use-merging-actions.ts';

const TextConflict = lazy(() =>
  import('./text-conflict.tsx').then(({ TextConflict }) => ({ default: TextConflict })),
);
const NotebookConflict = lazy(() =>
  import('./notebook-conflict.tsx').then(({ NotebookConflict }) => ({ default: NotebookConflict })),
);

interface ConflictPaneProps {
  checkout: Pick<Checkout, 'id' | 'folderName'>;
  file: ConflictedFile;
  sides: Ongoing['sides'];
  canEdit: boolean;
  onResolved: () => void;
}

/** One file in conflict, in the way that suits it. */
export function ConflictPane({ checkout, file, sides, canEdit, onResolved }: ConflictPaneProps) {
  const { resolve } = useMergingActions();
  const [busy, setBusy] = useState(false);
  const query = useQuery({ ...conflictQuery(checkout.id, file.path), enabled: !file.resolved });
  if (file.resolved)
    return (
      <div className={classes.nothing}>
        <EmptyState icon={<IconCircleCheck size={20} />} title="This file is resolved">
          It is staged as it is on disk. Until all is finished it can be resolved again.
        </EmptyState>
      </div>
    );
  // A file that somebody has just resolved cannot be read again; the list says so in a moment.
  if (query.isPending) return <Loader size="sm" m={24} aria-label="Loading the conflict" />;
  if (query.isError && !query.data)
    return (
      <div className={classes.problem}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  const conflict = query.data;
  const decide = async (decision: ConflictDecision) => {
    setBusy(true);
    const started = await resolve(checkout, { path: conflict.path, key: conflict.key, decision });
    setBusy(false);
    if (started) onResolved();
  };
  const common = { conflict, sides, canEdit, busy };
  return (
    <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the conflict" />}>
      {isMergeable(conflict) ? (
        conflict.content === 'notebook' ? (
          <NotebookConflict
            key={conflict.key}
            {...common}
            checkoutId={checkout.id}
            onDecide={(decision) => void decide(decision)}
          />
        ) : (
          <TextConflict
            key={conflict.key}
            {...common}
            checkoutId={checkout.id}
            onResolve={(text) => void decide({ kind: 'text', text })}
          />
        )
      ) : (
        <SideConflict {...common} onKeep={(side) => void decide({ kind: 'keep', side })} />
      )}
    </Suspense>
  );
}

/** Only where both sides have the file, and it is text, can they be put together. */
function isMergeable({ content, mine, theirs }: ConflictContent): boolean {
  return (content === 'text' || content === 'notebook') && mine !== null && theirs !== null;
}
