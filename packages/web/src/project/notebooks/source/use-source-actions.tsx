import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  changeNotebookSource,
  forgetSource,
  type MergeConflicts,
  type MergeDecision,
  mergeSource,
  type NotebookId,
  type NotebookMerge,
  undoSourceMerge,
  writeSource,
} from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/call.ts';
import { notebookSourcesQuery } from '../../../api/notebook-queries.ts';
import { notifyDone, notifyProblem } from '../../../theme/notify.ts';
import { useProject } from '../../project-context.ts';
import { mergeInWords } from './source-words.ts';

export type SourceAction = 'merge' | 'write' | 'undo' | 'forget' | 'outputs';

const undoShownMs = 15_000;

/** What people do about a notebook's file. What the server refuses is said in a notice. */
export function useSourceActions(notebookId: NotebookId, name: string) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [busy, setBusy] = useState<SourceAction | null>(null);
  const params = { notebookId };

  const act = async <T,>(action: SourceAction, ask: () => Promise<T>): Promise<T | null> => {
    setBusy(action);
    try {
      return await ask();
    } catch (error) {
      notifyProblem(error);
      return null;
    } finally {
      // Also after a refusal: the file may have changed meanwhile.
      await client.invalidateQueries({ queryKey: notebookSourcesQuery(projectId).queryKey });
      setBusy(null);
    }
  };
  const undo = () =>
    act('undo', async () => {
      await call(undoSourceMerge, { params });
      notifyDone('The merge is taken back');
    });
  const notifyMerged = (merged: Extract<NotebookMerge, { kind: 'merged' }>) => {
    const id = `merged-${notebookId}`;
    notifications.show({
      id,
      title: `The file is merged into ${name}`,
      message: (
        <>
          <div>{mergeInWords(merged)}</div>
          {merged.changedBlocks > 0 ? (
            <Button
              size="xs"
              variant="default"
              mt={6}
              onClick={() => {
                notifications.hide(id);
                void undo();
              }}
            >
              Undo
            </Button>
          ) : null}
        </>
      ),
      color: 'teal',
      autoClose: undoShownMs,
    });
  };
  return {
    busy,
    undo,
    /** @returns the conflicts that must be decided first; null when there are none, or it failed */
    async merge(decided?: MergeDecision): Promise<MergeConflicts | 'merged' | null> {
      const merge = await act('merge', () => call(mergeSource, { params, body: decided ?? {} }));
      if (merge?.kind !== 'merged') return merge;
      notifyMerged(merge);
      return 'merged';
    },
    write: (recreate = false) =>
      act('write', async () => {
        const { path } = await call(writeSource, { params, body: { recreate } });
        notifyDone(`${name} is written to ${path}`);
      }),
    forget: () => act('forget', () => call(forgetSource, { params })),
    setOutputs: (outputs: boolean) =>
      act('outputs', () => call(changeNotebookSource, { params, body: { outputs } })),
  };
}
