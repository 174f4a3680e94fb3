import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { filesQuery } from '../../../api/queries.ts';
import { notifyProblem } from '../../../theme/notify.ts';
import { useProject } from '../../project-context.ts';
import { readDropped } from '../../uploads/read-dropped.ts';
import { sendFileTo } from '../../uploads/send-file.ts';
import { useNotebookImports } from './imports-context.ts';
import { isImportable } from './notebook-file-names.ts';

/** Takes notebooks that were dropped from the desktop: into the project’s own folder, and from there into Notebooks. */
export function useUploadNotebooks(): (transfer: DataTransfer) => void {
  const { id: projectId } = useProject();
  const { moveToNotebooks } = useNotebookImports();
  const client = useQueryClient();
  return useCallback(
    (transfer) => {
      const send = sendFileTo(projectId);
      const take = async ({ files }: Awaited<ReturnType<typeof readDropped>>) => {
        const notebooks = files.map(({ file }) => file).filter(({ name }) => isImportable(name));
        const stored: string[] = [];
        const present: string[] = [];
        const { signal } = new AbortController();
        for (const file of notebooks) {
          const options = { overwrite: false, signal, onSent: () => {} };
          const ending = await send({ file, folder: '' }, options);
          (ending === 'stored' ? stored : present).push(file.name);
        }
        await client.invalidateQueries({ queryKey: filesQuery(projectId, '').queryKey });
        if (stored.length > 0) moveToNotebooks(stored);
        if (present.length > 0)
          notifications.show({
            title:
              present.length === 1 ? '1 file is there already' : `${present.length} files are there already`,
            message: `${present.join(', ')}: rename it, or replace the one under Files.`,
            color: 'yellow',
            autoClose: 15_000,
          });
        if (notebooks.length === 0)
          notifications.show({
            message: 'Only .ipynb and .deepnote files become notebooks.',
            color: 'yellow',
          });
      };
      void readDropped(transfer, '').then(take).catch(notifyProblem);
    },
    [projectId, moveToNotebooks, client],
  );
}
