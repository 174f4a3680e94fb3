import { Button } from '@mantine/core';
import type { Notebook } from '@notelab/contract';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deletedNotebooksQuery } from '../../api/notebook-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyProblem } from '../../theme/notify.ts';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { RowsSkeleton } from '../../theme/rows.tsx';
import { useOpenFiles } from '../editor/open-files.tsx';
import { useProject } from '../project-context.ts';
import classes from './deleted-notebooks-dialog.module.css';
import { useNotebookActions } from './use-notebook-actions.ts';

/** The notebooks that can be brought back. */
export function DeletedNotebooksDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const query = useQuery(deletedNotebooksQuery(projectId));
  return (
    <Dialog
      title="Recently deleted notebooks"
      onClose={onClose}
      size={520}
      footer={
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      }
    >
      {query.isPending ? <RowsSkeleton front={false} /> : null}
      {query.isError ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.length === 0 ? (
        <EmptyState icon={<IconTrash size={20} />} title="Nothing to bring back">
          Deleted notebooks stay here for 30 days.
        </EmptyState>
      ) : null}
      {query.data && query.data.length > 0 ? (
        <>
          <p className={classes.words}>Deleted notebooks stay here for 30 days, with everything in them.</p>
          <ul className={classes.list} aria-label="Deleted notebooks">
            {query.data.map((notebook) => (
              <Row key={notebook.id} notebook={notebook} />
            ))}
          </ul>
        </>
      ) : null}
    </Dialog>
  );
}

function Row({ notebook }: { notebook: Notebook }) {
  const { canEdit } = useRole();
  const { restore } = useNotebookActions();
  const { open } = useOpenFiles();
  const [busy, setBusy] = useState(false);
  const bringBack = async () => {
    setBusy(true);
    try {
      await restore(notebook.id);
      open({ kind: 'notebook', notebookId: notebook.id });
    } catch (error) {
      setBusy(false);
      notifyProblem(error);
    }
  };
  return (
    <li className={classes.row}>
      <span className={classes.name} title={notebook.name}>
        {notebook.name}
      </span>
      <span className={classes.when}>
        {notebook.deletedAt ? <RelativeTime at={notebook.deletedAt} /> : null}
      </span>
      {canEdit ? (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          aria-label={`Restore ${notebook.name}`}
          onClick={() => void bringBack()}
        >
          Restore
        </Button>
      ) : null}
    </li>
  );
}
