import { Skeleton } from '@mantine/core';
import type { StoredOutput } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ShowAll } from '../notebook/foldable.tsx';
import { OutputView } from '../notebook/output-view.tsx';
import { toRichOutput } from '../outputs/rich-output.ts';
import { useLiveNotebook } from './live-context.ts';
import classes from './outputs-of-block.module.css';
import { storedOutputQuery } from './stored-outputs.ts';

interface StoredOutputViewProps {
  stored: StoredOutput;
  memoryKey: string;
}

/** A large output, which is fetched when its block comes into sight. */
export function StoredOutputView({ stored, memoryKey }: StoredOutputViewProps) {
  const { notebookId } = useLiveNotebook();
  const query = useQuery(storedOutputQuery(notebookId, stored.notelab_output.hash));
  const rich = useMemo(() => (query.data === undefined ? null : toRichOutput(query.data)), [query.data]);
  if (rich) return <OutputView output={rich} memoryKey={memoryKey} />;
  if (query.isError)
    return (
      <p className={classes.problem}>
        This output could not be fetched. <ShowAll onClick={() => void query.refetch()}>Try again</ShowAll>
      </p>
    );
  return <Skeleton height={160} aria-label="Fetching the output" />;
}
