import type { Notebook, NotebookId } from '@notelab/contract';
import { useState } from 'react';
import { notifyProblem } from '../../theme/notify.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { tabKey } from '../editor/tabs.ts';
import { beforeAfterStep } from './notebook-order.ts';
import { notifyDeleted } from './notify-deleted.tsx';
import { suggestName } from './suggest-name.ts';
import { useNotebookActions } from './use-notebook-actions.ts';

/** What people do in the list of notebooks, what is being renamed there, and what is said about it. */
export function useNotebookList(notebooks: Notebook[]) {
  const actions = useNotebookActions();
  const { open, close } = useOpenFiles();
  const [renaming, setRenaming] = useState<NotebookId | null>(null);
  const [creating, setCreating] = useState(false);
  /** For those who do not see the list change. */
  const [said, setSaid] = useState('');

  const show = (notebookId: NotebookId) => open({ kind: 'notebook', notebookId });
  const move = ({ id, name }: Notebook, before: NotebookId | null, place: number) => {
    setSaid(`${name} is now ${place} of ${notebooks.length}`);
    void actions.move(id, before).catch(notifyProblem);
  };
  return {
    renaming,
    setRenaming,
    creating,
    said,
    show,
    async create() {
      setCreating(true);
      try {
        const { id } = await actions.create(suggestName(notebooks.map(({ name }) => name)));
        show(id);
        setRenaming(id);
      } catch (error) {
        notifyProblem(error);
      } finally {
        setCreating(false);
      }
    },
    rename(id: NotebookId, name: string | null) {
      setRenaming(null);
      if (name !== null) void actions.rename(id, name).catch(notifyProblem);
    },
    async duplicate(id: NotebookId) {
      try {
        show((await actions.duplicate(id)).id);
      } catch (error) {
        notifyProblem(error);
      }
    },
    moveBefore(id: NotebookId, before: NotebookId | null) {
      const moved = notebooks.find((one) => one.id === id);
      const others = notebooks.filter((one) => one.id !== id);
      const at = before === null ? others.length : others.findIndex((one) => one.id === before);
      if (moved) move(moved, before, at + 1);
    },
    step(notebook: Notebook, by: 1 | -1) {
      const ids = notebooks.map(({ id }) => id);
      const before = beforeAfterStep(ids, notebook.id, by) as NotebookId | null | undefined;
      if (before !== undefined) move(notebook, before, ids.indexOf(notebook.id) + 1 + by);
    },
    async remove(notebook: Notebook) {
      const { id, name } = notebook;
      try {
        await actions.remove(id);
      } catch (error) {
        return notifyProblem(error);
      }
      close(tabKey({ kind: 'notebook', notebookId: id }));
      setSaid(`${name} is deleted`);
      notifyDeleted(notebook, async () => {
        await actions.restore(id);
        show(id);
      });
    },
  };
}
