import type { NotebookId } from '@notelab/contract';
import { useEffect, useState } from 'react';
import { useMe } from '../../app/workspace.ts';
import type { Tab } from '../editor/tabs.ts';
import { useTabLabel } from '../editor/use-tab-label.ts';
import { type LiveNotebook, usePicked } from './live-context.ts';
import { LoadingNotebook } from './loading-notebook.tsx';
import { NotebookEditor } from './notebook-editor.tsx';
import { holdNotebook, releaseNotebook } from './open-notebooks.ts';
import { RefusedNotebook } from './refused-notebook.tsx';

/** A live notebook. Loaded when the first one is opened. */
export function NotebookTab({ tab }: { tab: Extract<Tab, { kind: 'notebook' }> }) {
  const label = useTabLabel();
  const notebook = useHeldNotebook(tab.notebookId);
  return notebook ? <Joined notebook={notebook} name={label(tab)} /> : <LoadingNotebook />;
}

function Joined({ notebook, name }: { notebook: LiveNotebook; name: string }) {
  // Whether all is saved changes with every key: that is for the bar alone.
  const link = usePicked(notebook.connection, (state) => state.link);
  const isLoaded = usePicked(notebook.connection, (state) => state.isLoaded);
  if (link === 'refused') return <RefusedNotebook notebook={notebook} />;
  // What an earlier visit left is shown while there is no connection; nothing is not shown as an empty notebook.
  if (!isLoaded && notebook.blocks.order.get().length === 0)
    return <LoadingNotebook isOffline={link === 'offline'} />;
  return <NotebookEditor notebook={notebook} name={name} />;
}

function useHeldNotebook(notebookId: NotebookId): LiveNotebook | null {
  const { user } = useMe();
  const [notebook, setNotebook] = useState<LiveNotebook | null>(null);
  const { id, name } = user;
  useEffect(() => {
    const held = holdNotebook(notebookId, { id, name });
    setNotebook(held);
    return () => releaseNotebook(held);
  }, [notebookId, id, name]);
  return notebook?.notebookId === notebookId ? notebook : null;
}
