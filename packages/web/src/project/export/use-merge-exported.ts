import {
  type ExportFile,
  type MergeConflicts,
  type MergeDecision,
  mergeExportedFile,
} from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { exportQuery } from '../../api/export-queries.ts';
import { notifyDone, notifyProblem } from '../../theme/notify.ts';
import { useProject } from '../project-context.ts';

/** Brings what was changed in an exported file on GitLab into its notebook. */
export function useMergeExported({ path, notebookName }: ExportFile) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    /** @returns what must be decided first; null when it is merged, or was refused, which is said in a notice */
    async merge(decided?: MergeDecision): Promise<MergeConflicts | null> {
      setBusy(true);
      try {
        const merge = await call(mergeExportedFile, { params: { projectId }, body: { path, ...decided } });
        if (merge.kind === 'conflicts') return merge;
        notifyDone(`What was changed on GitLab is in ${notebookName}`);
        await client.invalidateQueries({ queryKey: exportQuery(projectId).queryKey });
        return null;
      } catch (error) {
        notifyProblem(error);
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
