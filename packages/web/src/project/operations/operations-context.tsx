import type { Checkout, Operation, OperationKind } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { withOperation } from '../../api/events.ts';
import { operationsQuery } from '../../api/queries.ts';
import { useFlushDrafts } from '../editor/use-flush-drafts.ts';
import { isUnfinished } from './unfinished.ts';

/** An action that was refused before it became an operation. */
export interface Refusal {
  id: number;
  kind: OperationKind;
  checkoutId: string;
  folderName: string;
  error: unknown;
}

export interface ProjectOperations {
  operations: Operation[];
  refusals: Refusal[];
  /** Saves what is typed there, and starts an operation; a refusal appears in the strip and gives null. */
  start(
    kind: OperationKind,
    checkout: Pick<Checkout, 'id' | 'folderName'>,
    request: () => Promise<Operation>,
  ): Promise<Operation | null>;
  /** Shows an operation before the server's event about it arrives. */
  add(operation: Operation): void;
  dismissRefusal(id: number): void;
}

const OperationsContext = createContext<ProjectOperations | null>(null);

/** Events bring progress; this asks as well while something runs, for when events do not get through. */
const askAgainMs = 4_000;

export function OperationsProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const client = useQueryClient();
  const { data: operations = noOperations } = useQuery({
    ...operationsQuery(projectId),
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? askAgainMs : false),
  });
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const flushDrafts = useFlushDrafts();

  const add = useCallback(
    (operation: Operation) => {
      client.setQueryData(operationsQuery(projectId).queryKey, (known) => {
        // An event about its end may have been quicker than the reply that it has begun.
        if (known?.some(({ id, status }) => id === operation.id && !isUnfinished({ status }))) return known;
        return withOperation(known ?? [], operation);
      });
    },
    [client, projectId],
  );
  const start = useCallback<ProjectOperations['start']>(
    async (kind, { id: checkoutId, folderName }, request) => {
      setRefusals((before) => before.filter((one) => one.kind !== kind || one.checkoutId !== checkoutId));
      try {
        await flushDrafts(folderName, kind);
        const operation = await request();
        add(operation);
        return operation;
      } catch (error) {
        setRefusals((before) => [
          ...before,
          { id: Math.max(0, ...before.map(({ id }) => id)) + 1, kind, checkoutId, folderName, error },
        ]);
        return null;
      }
    },
    [add, flushDrafts],
  );
  const value = useMemo(
    () => ({
      operations,
      refusals,
      start,
      add,
      dismissRefusal: (id: number) => setRefusals((before) => before.filter((one) => one.id !== id)),
    }),
    [operations, refusals, start, add],
  );
  return <OperationsContext.Provider value={value}>{children}</OperationsContext.Provider>;
}

const noOperations: Operation[] = [];

export function useOperations(): ProjectOperations {
  const value = useContext(OperationsContext);
  if (!value) throw new Error('Only below the project page.');
  return value;
}
