import { Button } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { notebooksQuery } from '../../api/notebook-queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { useProject } from '../project-context.ts';
import type { ConnectionState } from './connection-state.ts';
import { type LiveNotebook, usePicked } from './live-context.ts';
import classes from './live-notebook.module.css';

const words: Record<NonNullable<ConnectionState['reason']>, { title: string; hint: string }> = {
  'not-found': {
    title: 'This notebook is not there',
    hint: 'It was deleted, or is not yours to see. A deleted notebook can be restored in Notebooks for 30 days.',
  },
  'too-large': {
    title: 'This is more than a notebook can hold',
    hint: 'What was added last was not taken. Open the notebook again to go on without it.',
  },
  'invalid-input': {
    title: 'A change could not be read',
    hint: 'What was changed last was not taken. Open the notebook again to go on without it.',
  },
  'too-many-requests': {
    title: 'Too many notebooks are open',
    hint: 'Close tabs of notebooks that you do not need, then open this one again.',
  },
  'try-again': { title: 'This notebook could not be opened', hint: 'The server could not read it just now.' },
  'signed-out': {
    title: 'You are signed out',
    hint: 'What you typed is kept in this browser. Sign in again to go on.',
  },
};

/** In the place of a notebook that the server does not give out. */
export function RefusedNotebook({ notebook }: { notebook: LiveNotebook }) {
  const { id: projectId } = useProject();
  const reason = usePicked(notebook.connection, (state) => state.reason) ?? 'not-found';
  const { data } = useQuery(notebooksQuery(projectId));
  const isListed = data?.some(({ id }) => id === notebook.notebookId) ?? false;
  const mayReload = reason === 'too-large' || reason === 'invalid-input' || reason === 'signed-out';
  const wasListed = useRef(isListed);
  useEffect(() => {
    // It was restored.
    if (isListed && !wasListed.current) notebook.reconnect();
    wasListed.current = isListed;
  }, [isListed, notebook]);
  return (
    <div className={classes.instead}>
      <EmptyState
        icon={<IconNotebook size={20} />}
        title={words[reason].title}
        action={
          <Button variant="default" onClick={mayReload ? () => window.location.reload() : notebook.reconnect}>
            Open again
          </Button>
        }
      >
        {words[reason].hint}
      </EmptyState>
    </div>
  );
}
