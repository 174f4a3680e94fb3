import { changeTerminal, closeTerminal, handOverTerminal, type Terminal } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { terminalsQuery } from '../../api/queries.ts';
import { useTerminals } from './terminals-context.ts';
import { withTerminal } from './with-terminal.ts';

/** What an owner does with a terminal. Each throws what the server refuses. */
export function useTerminalActions({ id: terminalId, projectId }: Terminal) {
  const client = useQueryClient();
  const { closeTab } = useTerminals();
  return useMemo(() => {
    const { queryKey } = terminalsQuery(projectId);
    const params = { terminalId };
    const keep = (terminal: Terminal) => {
      client.setQueryData(queryKey, (known) => known && withTerminal(known, terminal));
    };
    return {
      rename: async (name: string) => keep(await call(changeTerminal, { params, body: { name } })),
      share: async (shared: boolean) => keep(await call(changeTerminal, { params, body: { shared } })),
      letType: async (userId: string) => keep(await call(handOverTerminal, { params, body: { userId } })),
      takeBack: async () => keep(await call(handOverTerminal, { params, body: { userId: null } })),
      close: async () => {
        await call(closeTerminal, { params });
        closeTab(terminalId);
        client.setQueryData(queryKey, (known) => known?.filter(({ id }) => id !== terminalId));
      },
    };
  }, [client, closeTab, terminalId, projectId]);
}
