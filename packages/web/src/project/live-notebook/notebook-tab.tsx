import type { NotebookId } from '@notelab/contract';
import { IconNotebook } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useMe } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import type { Tab } from '../editor/tabs.ts';
import { useTabLabel } from '../editor/use-tab-label.ts';
import { type LiveNotebook, useReadable } from './live-context.ts';
import classes from './live-notebook.module.css';
import { LoadingNotebook } from './loading-notebook.tsx';
import { NotebookEditor } from './notebook-editor.tsx';
import { holdNotebook, releaseNotebook } from './open-notebooks.ts';

/** A live notebook. Loaded when the first one is opened. */
export function NotebookTab({ tab }: { tab: Extract<Tab, { kind: 'notebook' }> }) {
  const label = useTabLabel();
  const notebook = useHeldNotebook(tab.notebookId);
  return notebook ? <Joined notebook={notebook} name={label(tab)} /> : <LoadingNotebook />;
}

function Joined({ notebook, name }: { notebook: LiveNotebook; name: string }) {
  const { link, isLoaded, reason } = useReadable(notebook.connection);
  if (link === 'refused')
    return (
      <div className={classes.instead}>
        <EmptyState icon={<IconNotebook size={20} />} title="This notebook cannot be opened">
          {reason && reason !== 'permission-denied'
            ? reason
            : 'It was deleted, or is not yours to see. Deleted notebooks can be restored in Notebooks.'}
        </EmptyState>
      </div>
    );
  // What an earlier visit left is shown while there is no connection; nothing is not shown as an empty notebook.
  if (!isLoaded && notebook.blocks.order.get().length === 0)
    return <LoadingNotebook isOffline={link === 'offline'} />;
  return <NotebookEditor notebook={notebook} name={name} />;
}

function useHeldNotebook(notebookId: NotebookId): LiveNotebook | null {
  const { user } = useMe();
  const [notebook, setNotebook] = useState<LiveNotebook | null>(null);
  useEffect(() => {
    setNotebook(holdNotebook(notebookId, user));
    return () => releaseNotebook(notebookId);
  }, [notebookId, user]);
  return notebook?.notebookId === notebookId ? notebook : null;
}
