import { Loader } from '@mantine/core';
import type { FileDiff } from '@notelab/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import classes from './diff.module.css';
import { ImageDiff } from './image-diff.tsx';
import type { DiffMode } from './text-diff.tsx';
import { UndisplayableDiff } from './undisplayable-diff.tsx';

const TextDiff = lazy(() => import('./text-diff.tsx').then(({ TextDiff }) => ({ default: TextDiff })));
const NotebookDiff = lazy(() =>
  import('./notebook-diff.tsx').then(({ NotebookDiff }) => ({ default: NotebookDiff })),
);

interface DiffOfQueryProps {
  query: UseQueryResult<FileDiff>;
  path: string;
  mode: DiffMode;
}

/** A difference as the server gives it, while it is asked for and when it cannot be had. */
export function DiffOfQuery({ query, path, mode }: DiffOfQueryProps) {
  if (query.isPending) return <LoadingDiff />;
  if (query.isError) {
    return (
      <div className={classes.problem}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  const diff = query.data;
  if (diff.kind === 'image') return <ImageDiff diff={diff} />;
  if (diff.kind !== 'text') return <UndisplayableDiff diff={diff} />;
  if (diff.before === diff.after) {
    return (
      <EmptyState title="The text is the same">
        Only the file’s mode or its name has changed, or the change was undone meanwhile.
      </EmptyState>
    );
  }
  return (
    <Suspense fallback={<LoadingDiff />}>
      {path.endsWith('.ipynb') ? (
        <NotebookDiff path={path} before={diff.before} after={diff.after} mode={mode} />
      ) : (
        <TextDiff
          path={path}
          before={diff.before ?? ''}
          after={diff.after ?? ''}
          // Beside a file that was not there, or is deleted, there is nothing to see.
          mode={diff.before === null || diff.after === null ? 'inline' : mode}
        />
      )}
    </Suspense>
  );
}

function LoadingDiff() {
  return <Loader size="sm" m={24} aria-label="Loading the difference" />;
}
