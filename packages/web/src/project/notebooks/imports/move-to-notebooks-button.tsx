import { Button } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { notebookSourcesQuery } from '../../../api/notebook-queries.ts';
import { useRole } from '../../../app/workspace.ts';
import { useOpenFiles } from '../../editor/open-files.tsx';
import { useProject } from '../../project-context.ts';
import { useNotebookImports } from './imports-context.ts';

/** On a notebook's file: makes a notebook of it, or opens the one that was made. */
export function MoveToNotebooksButton({ path }: { path: string }) {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { moveToNotebooks, progress } = useNotebookImports();
  const { open } = useOpenFiles();
  const { data: sources } = useQuery(notebookSourcesQuery(projectId));
  const made = sources?.find((source) => source.path === path);
  if (made)
    return (
      <Button
        size="xs"
        variant="default"
        leftSection={<IconNotebook size={14} />}
        title="A notebook was made of this file"
        onClick={() => open({ kind: 'notebook', notebookId: made.notebookId })}
      >
        Open the notebook
      </Button>
    );
  if (!canEdit) return null;
  return (
    <Button
      size="xs"
      leftSection={<IconNotebook size={14} />}
      title="Makes a notebook of it that can be edited, run and shared; the file stays"
      loading={progress.current !== null}
      onClick={() => moveToNotebooks([path])}
    >
      Move to Notebooks
    </Button>
  );
}
