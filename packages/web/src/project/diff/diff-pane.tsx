import { Loader } from '@mantine/core';
import type { FileDiff } from '@notelab/contract';
import { IconFileUnknown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { fileDiffQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { joinPath } from '../paths.ts';
import { sizeInWords } from '../sizes.ts';
import classes from './diff.module.css';
import { ImageDiff } from './image-diff.tsx';
import type { DiffMode } from './text-diff.tsx';

const TextDiff = lazy(() => import('./text-diff.tsx').then(({ TextDiff }) => ({ default: TextDiff })));
const NotebookDiff = lazy(() =>
  import('./notebook-diff.tsx').then(({ NotebookDiff }) => ({ default: NotebookDiff })),
);

interface DiffPaneProps {
  checkout: { id: string; folderName: string };
  path: string;
  originalPath: string | null;
  mode: DiffMode;
}

/** What changed in one file since the last commit. */
export function DiffPane({ checkout, path, originalPath, mode }: DiffPaneProps) {
  const isFolder = path.endsWith('/');
  const query = useQuery({ ...fileDiffQuery(checkout.id, path, originalPath), enabled: !isFolder });
  if (isFolder) {
    return (
      <EmptyState title="A folder of new files">
        Git lists this folder as a whole because it is new or a repository of its own.
      </EmptyState>
    );
  }
  if (query.isPending) return <Loader size="sm" m={24} aria-label="Loading the difference" />;
  if (query.isError) {
    return (
      <div className={classes.problem}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  const diff = query.data;
  if (diff.kind === 'image') return <ImageDiff diff={diff} fullPath={joinPath(checkout.folderName, path)} />;
  if (diff.kind !== 'text') return <Undisplayable diff={diff} />;
  if (diff.before === diff.after) {
    return (
      <EmptyState title="The text is the same">
        Only the file’s mode or its name has changed, or the change was undone meanwhile.
      </EmptyState>
    );
  }
  return (
    <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the difference" />}>
      {path.endsWith('.ipynb') ? (
        <NotebookDiff path={path} before={diff.before} after={diff.after} mode={mode} />
      ) : (
        <TextDiff path={path} before={diff.before ?? ''} after={diff.after ?? ''} mode={mode} />
      )}
    </Suspense>
  );
}

function Undisplayable({ diff }: { diff: FileDiff }) {
  const { kind, beforeSize, afterSize } = diff;
  const sizes =
    beforeSize === null
      ? `It is new and has ${sizeInWords(afterSize ?? 0)}.`
      : afterSize === null
        ? `It is deleted; it had ${sizeInWords(beforeSize)}.`
        : `It had ${sizeInWords(beforeSize)} and now has ${sizeInWords(afterSize)}.`;
  return (
    <EmptyState
      icon={<IconFileUnknown size={20} />}
      title={kind === 'binary' ? 'This file is not text' : 'This file is too large to compare here'}
    >
      {sizes} It can be committed like any other.
    </EmptyState>
  );
}
