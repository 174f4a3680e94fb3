import { type NotebookId, restoreVersion, type VersionId } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { notifyDone } from '../../theme/notify.ts';

/** All notebooks of a version, one, or one block of it. */
export interface Restored {
  notebookId?: NotebookId;
  blockId?: string;
}

/** Brings back what a version holds. Throws what the server refuses. */
export function useRestore(versionId: VersionId): (what: Restored) => Promise<void> {
  const client = useQueryClient();
  return async (what) => {
    await call(restoreVersion, { params: { versionId }, body: what });
    await client.invalidateQueries({ queryKey: ['version'] });
    notifyDone('Restored. What was there before is kept as a version, so this can be undone.');
  };
}
