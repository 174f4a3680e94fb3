import { openTerminal } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { terminalsQuery } from '../../api/queries.ts';
import { notifyProblem } from '../../theme/notify.ts';
import { withTerminal } from './with-terminal.ts';

/** The page takes the room there is as soon as it draws. */
const firstSize = { columns: 80, rows: 24 };

/** Opens terminals in the project's folder. */
export function useOpenTerminal(projectId: string, onOpened: (terminalId: string) => void) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(openTerminal, { params: { projectId }, body: firstSize }),
    onSuccess: async (terminal) => {
      const { queryKey } = terminalsQuery(projectId);
      // A list asked for before would lack the new one.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (known) => withTerminal(known ?? [], terminal));
      onOpened(terminal.id);
    },
    onError: notifyProblem,
  });
  return { openNew: mutate as () => void, opening: isPending };
}
