import { type Checkout, fetchLargeFiles, type Operation, updateSubmodules } from '@notelab/contract';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';

type Subject = Pick<Checkout, 'id' | 'folderName'>;
type Started = Promise<Operation | null>;

export interface LinkedContentActions {
  /** `path` null: all of them. */
  fetchLargeFiles(checkout: Subject, path: string | null): Started;
  updateSubmodules(checkout: Subject): Started;
}

/** Brings what a repository only points to. */
export function useLinkedContentActions(): LinkedContentActions {
  const { start } = useOperations();
  return useMemo(() => {
    const params = ({ id }: Subject) => ({ checkoutId: id });
    return {
      fetchLargeFiles: (checkout, path) =>
        start('fetch-large-files', checkout, () =>
          call(fetchLargeFiles, { params: params(checkout), body: { path } }),
        ),
      updateSubmodules: (checkout) =>
        start('update-submodules', checkout, () => call(updateSubmodules, { params: params(checkout) })),
    };
  }, [start]);
}
