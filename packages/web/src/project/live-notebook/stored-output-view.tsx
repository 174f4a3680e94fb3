import { Skeleton } from '@mantine/core';
import type { StoredOutput } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ShowAll } from '../notebook/foldable.tsx';
import { OutputView } from '../notebook/output-view.tsx';
import { type RichOutput, toRichOutput } from '../outputs/rich-output.ts';
import { useLiveNotebook } from './live-context.ts';
import classes from './stored-output-view.module.css';
import { storedOutputQuery } from './stored-outputs.ts';

interface StoredOutputViewProps {
  stored: StoredOutput;
  memoryKey: string;
  /** What stood in its place while it was printed, shown until it is here. */
  meanwhile: RichOutput | null;
}

/** A large output, which is fetched when its block comes into sight. */
export function StoredOutputView({ stored, memoryKey, meanwhile }: StoredOutputViewProps) {
  const { notebookId } = useLiveNotebook();
  const query = useQuery(storedOutputQuery(notebookId, stored.notelab_output.hash));
  const rich = useMemo(() => (query.data === undefined ? null : toRichOutput(query.data)), [query.data]);
  const shown = rich ?? (query.isError ? null : meanwhile);
  if (shown) return <OutputView output={shown} memoryKey={memoryKey} />;
  if (query.isError)
    return (
      <p className={classes.problem}>
        This output could not be fetched. <ShowAll onClick={() => void query.refetch()}>Try again</ShowAll>
      </p>
    );
  return <Skeleton height={heightOfStored(stored)} role="status" aria-label="Fetching the output" />;
}

/** About how high it will be: texts are long, or they would not be stored; pictures and charts have usual sizes. */
function heightOfStored({ notelab_output: { mimeTypes } }: StoredOutput): number {
  const has = (pattern: RegExp) => mimeTypes.some((type) => pattern.test(type));
  if (has(/plotly/)) return 450;
  if (has(/vega/)) return 340;
  if (has(/^image\//)) return 280;
  return has(/html|markdown|json/) ? 320 : 1100;
}
