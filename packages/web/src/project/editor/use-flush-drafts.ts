import type { OperationKind } from '@notelab/contract';
import { useCallback, useRef } from 'react';
import { useOpenFiles } from './open-files.tsx';
import { useSaveDraft } from './use-save-draft.ts';

/** What only talks to GitLab, or moves names: files stay as they are. */
const leavesFiles: readonly OperationKind[] = [
  'fetch',
  'push',
  'publish-branch',
  'rename-branch',
  'delete-branch',
];

/**
 * Saves unsaved texts of a checkout before git works on its files, so that git and recovery points know of them. What
 * cannot be saved (somebody else wrote the file meanwhile) stays unsaved, in its editor, which says so.
 */
export function useFlushDrafts(): (folderName: string, kind: OperationKind) => Promise<void> {
  const { drafts } = useOpenFiles();
  const saveDraft = useSaveDraft();
  const save = useRef(saveDraft);
  save.current = saveDraft;
  return useCallback(
    async (folderName, kind) => {
      if (leavesFiles.includes(kind)) return;
      const unsaved = drafts.paths().filter((path) => path.startsWith(`${folderName}/`));
      await Promise.allSettled(unsaved.map((path) => save.current(path)));
    },
    [drafts],
  );
}
