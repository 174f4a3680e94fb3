import {
  createNotebook,
  deleteNotebook,
  duplicateNotebook,
  moveNotebook,
  type Notebook,
  type NotebookId,
  renameNotebook,
  restoreNotebook,
} from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { notebooksQuery } from '../../api/notebook-queries.ts';
import { useProject } from '../project-context.ts';
import { withMoved } from './notebook-order.ts';

export interface NotebookActions {
  create(name: string): Promise<Notebook>;
  rename(notebookId: NotebookId, name: string): Promise<void>;
  /** The copy stands right behind the original. */
  duplicate(notebookId: NotebookId): Promise<Notebook>;
  /** @param before what it comes to stand before; null: the end */
  move(notebookId: NotebookId, before: NotebookId | null): Promise<void>;
  remove(notebookId: NotebookId): Promise<void>;
  restore(notebookId: NotebookId): Promise<void>;
}

/** Changes notebooks, and the list that shows them before the server says so. Each throws what the server refuses. */
export function useNotebookActions(): NotebookActions {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useMemo(() => {
    const { queryKey } = notebooksQuery(projectId);
    const show = (change: (known: Notebook[]) => Notebook[]) =>
      client.setQueryData(queryKey, (known) => known && change(known));
    const readAgain = () => client.invalidateQueries({ queryKey });
    /** Shows a change at once, and what is true when the server has answered. */
    const soon = async <T>(change: (known: Notebook[]) => Notebook[], ask: () => Promise<T>): Promise<T> => {
      await client.cancelQueries({ queryKey, exact: true });
      show(change);
      try {
        return await ask();
      } finally {
        await readAgain();
      }
    };
    const of = (notebookId: NotebookId) => ({ params: { notebookId } });
    return {
      async create(name) {
        const made = await call(createNotebook, { params: { projectId }, body: { name } });
        show((known) => [...known.filter(({ id }) => id !== made.id), made]);
        return made;
      },
      rename: (notebookId, name) =>
        soon(
          (known) => known.map((one) => (one.id === notebookId ? { ...one, name } : one)),
          async () => void (await call(renameNotebook, { ...of(notebookId), body: { name } })),
        ),
      async duplicate(notebookId) {
        const made = await call(duplicateNotebook, of(notebookId));
        await readAgain();
        return made;
      },
      move: (notebookId, before) =>
        soon(
          (known) => withMoved(known, notebookId, before),
          async () => void (await call(moveNotebook, { ...of(notebookId), body: { before } })),
        ),
      remove: (notebookId) =>
        soon(
          (known) => known.filter(({ id }) => id !== notebookId),
          async () => void (await call(deleteNotebook, of(notebookId))),
        ),
      async restore(notebookId) {
        await call(restoreNotebook, of(notebookId));
        await readAgain();
      },
    };
  }, [client, projectId]);
}
