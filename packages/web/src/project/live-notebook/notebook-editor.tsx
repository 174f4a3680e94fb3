import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useRole } from '../../app/workspace.ts';
import { showLine } from '../editor/line-to-show.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { NotebookViewContext, type ViewContext } from '../notebook/view-context.ts';
import { SourceBar } from '../notebooks/source/source-bar.tsx';
import { useProject } from '../project-context.ts';
import { BesideBlocks } from './beside-blocks.tsx';
import { BlockList, type BlockListHandle } from './block-list.tsx';
import { ConnectionNotice } from './connection-chip.tsx';
import { findAnchor } from './find-anchor.ts';
import { frontNotebook } from './front-notebook.ts';
import { type LiveNotebook, LiveNotebookContext, type LiveNotebookView, usePicked } from './live-context.ts';
import classes from './live-notebook.module.css';
import { NotebookToolbar } from './notebook-toolbar.tsx';
import { partsMemoryOf } from './parts-memory.ts';
import { RunProvider } from './run/run-context.tsx';
import { RunNotices } from './run/run-notices.tsx';
import { ShortcutsContext } from './shortcuts-context.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** A notebook to be written in: its bar, and its blocks. */
export function NotebookEditor({ notebook, name }: { notebook: LiveNotebook; name: string }) {
  const { id: projectId } = useProject();
  const { open } = useOpenFiles();
  const role = useRole();
  const list = useRef<BlockListHandle>(null);
  const isReadOnly = usePicked(notebook.connection, ({ isReadOnly }) => isReadOnly);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const showShortcuts = useCallback(() => setHelpOpen(true), []);
  const canEdit = role.canEdit && !isReadOnly;
  const live = useMemo(
    (): LiveNotebookView => ({ ...notebook, name, canEdit, reveal: (id) => list.current?.reveal(id) }),
    [notebook, name, canEdit],
  );
  const reading = useMemo(
    (): ViewContext => ({
      projectId,
      // Links and pictures are found from the project's own folder.
      path: '',
      openFile(path, line) {
        open({ kind: 'file', path });
        if (line) showLine(`${projectId}:${path}`, line);
      },
      goToAnchor(anchor) {
        const id = findAnchor(notebook.doc, anchor);
        if (id !== null) list.current?.reveal(id);
      },
      memory: partsMemoryOf(notebook),
    }),
    [projectId, open, notebook],
  );
  useEffect(() => {
    frontNotebook.set(live);
    return () => frontNotebook.set(null);
  }, [live]);
  return (
    <LiveNotebookContext value={live}>
      <NotebookViewContext value={reading}>
        <ShortcutsContext value={showShortcuts}>
          <RunProvider>
            <div className={classes.notebook}>
              <NotebookToolbar />
              <ConnectionNotice />
              <SourceBar notebookId={notebook.notebookId} name={name} canEdit={canEdit} />
              <RunNotices />
              <BesideBlocks>
                <BlockList ref={list} />
              </BesideBlocks>
            </div>
          </RunProvider>
        </ShortcutsContext>
        {isHelpOpen ? <ShortcutsDialog onClose={() => setHelpOpen(false)} /> : null}
      </NotebookViewContext>
    </LiveNotebookContext>
  );
}
