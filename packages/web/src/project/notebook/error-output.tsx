import { UnstyledButton } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { AnsiText, type TextLinks } from '../outputs/ansi-output.tsx';
import { findProjectPaths } from '../outputs/project-paths.ts';
import type { RichOutput } from '../outputs/rich-output.ts';
import { findFailingStep, readTraceback } from '../outputs/traceback.ts';
import { ShowAll } from './foldable.tsx';
import classes from './outputs.module.css';
import { TextOutput } from './text-output.tsx';
import { useNotebookView, useViewMemory } from './view-context.ts';

interface ErrorOutputProps {
  error: Extract<RichOutput, { kind: 'error' }>;
  memoryKey: string;
}

const mostOfMessage = 2000;

/** What went wrong, and where; the steps that led there on demand. */
export function ErrorOutput({ error: { name, message, text }, memoryKey }: ErrorOutputProps) {
  const [isOpen, setOpen] = useViewMemory(`${memoryKey}.steps`, false);
  const links = useFileLinks();
  const steps = useMemo(() => readTraceback(text, name), [text, name]);
  const failing = findFailingStep(steps);
  const isWhole = steps.length === 1 || text.trim() === `${name}: ${message}`.trim();
  if (name === '') return <TextOutput text={text} look="error" memoryKey={memoryKey} links={links} />;
  return (
    <div className={classes.text} data-look="error">
      <p className={classes.headline}>
        <strong>{name}</strong>
        {message === '' ? null : `: ${message.slice(0, mostOfMessage)}`}
      </p>
      {failing && !isOpen ? <AnsiText text={failing.text} isError={false} links={links} /> : null}
      {isWhole ? null : isOpen || failing === null ? (
        <TextOutput text={text} look="plain" memoryKey={memoryKey} links={links} />
      ) : (
        <ShowAll onClick={() => setOpen(true)}>Show the whole traceback: {steps.length} steps</ShowAll>
      )}
    </div>
  );
}

/** Files of the project in a text are links that open them at their lines. */
function useFileLinks(): TextLinks {
  const { projectId, openFile } = useNotebookView();
  return useCallback(
    (text) =>
      findProjectPaths(text, projectId).map(({ text: piece, file }, index) =>
        file === null ? (
          piece
        ) : (
          <UnstyledButton
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order
            key={index}
            className={classes.fileLink}
            onClick={() => openFile(file.path, file.line)}
          >
            {piece}
          </UnstyledButton>
        ),
      ),
    [projectId, openFile],
  );
}
