import { changeProjectPython, type ProjectPython } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pythonQuery } from '../../api/kernel-queries.ts';

export type PythonChange = Partial<Pick<ProjectPython, 'source' | 'autoreload' | 'idleMinutes'>>;

/** Changes a setting at once; while the server is asked, the page shows it as chosen. */
export function useChangePython(projectId: ProjectPython['projectId']) {
  const client = useQueryClient();
  const { queryKey } = pythonQuery(projectId);
  return useMutation({
    mutationFn: (change: PythonChange) => call(changeProjectPython, { params: { projectId }, body: change }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (known) => known && { ...known, ...change });
    },
    onSuccess: (python) => client.setQueryData(queryKey, python),
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
