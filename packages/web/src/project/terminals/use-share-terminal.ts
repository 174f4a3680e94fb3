import type { Terminal } from '@notelab/contract';
import { useMutation } from '@tanstack/react-query';
import { notifyProblem } from '../../theme/notify.ts';
import { useTerminalActions } from './use-terminal-actions.ts';

/** Lets others of the project watch a terminal, or stops that. */
export function useShareTerminal(terminal: Terminal) {
  const actions = useTerminalActions(terminal);
  const { mutate, isPending } = useMutation({ mutationFn: actions.share, onError: notifyProblem });
  return { share: mutate as (shared: boolean) => void, sharing: isPending };
}
