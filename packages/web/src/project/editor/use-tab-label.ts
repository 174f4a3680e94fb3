import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { notebooksQuery } from '../../api/notebook-queries.ts';
import { useProject } from '../project-context.ts';
import { type Tab, tabLabel } from './tabs.ts';

/** What tabs are called, those of notebooks by the notebooks' names. */
export function useTabLabel(): (tab: Tab) => string {
  const { id: projectId } = useProject();
  const { data: notebooks } = useQuery(notebooksQuery(projectId));
  return useCallback(
    (tab) => {
      const name =
        tab.kind === 'notebook' ? notebooks?.find(({ id }) => id === tab.notebookId)?.name : undefined;
      return name ?? tabLabel(tab);
    },
    [notebooks],
  );
}
