import { VisuallyHidden } from '@mantine/core';
import type { NotebookSource } from '@notelab/contract';
import classes from './source-mark.module.css';
import { sourceInWords } from './source-words.ts';

/** On a notebook of the list: that it and its file do not say the same. */
export function SourceMark({ source }: { source: NotebookSource }) {
  if (source.state === 'in-step') return null;
  const { tone, sentence } = sourceInWords(source);
  return (
    <>
      <span className={classes.dot} data-tone={tone} title={sentence} aria-hidden />
      <VisuallyHidden>, {sentence}</VisuallyHidden>
    </>
  );
}
