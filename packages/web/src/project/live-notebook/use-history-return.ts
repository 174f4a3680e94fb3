import { useEffect } from 'react';
import { enterAt } from './entry-points.ts';
import { useLiveNotebook } from './live-context.ts';

/** After undo and redo one stands where one stood then. */
export function useHistoryReturn(): void {
  const notebook = useLiveNotebook();
  useEffect(() => {
    const { history, selection, blocks } = notebook;
    history.onReturn = (standing) => {
      if (!blocks.find(standing.id)) return;
      const { active, mode } = selection.state.get();
      if (standing.mode === 'command') return selection.select(standing.id);
      enterAt(notebook, standing.id, { standing });
      // The editor hears of it by the selection.
      if (active === standing.id && mode === 'edit') selection.select(standing.id);
      selection.edit(standing.id);
    };
    return () => {
      history.onReturn = null;
    };
  }, [notebook]);
}
