import { UnstyledButton } from '@mantine/core';
import type { Terminal } from '@notelab/contract';
import { useMutation } from '@tanstack/react-query';
import { useMe, useRole } from '../../app/workspace.ts';
import { notifyProblem } from '../../theme/notify.ts';
import classes from './terminals.module.css';
import { useTerminals } from './terminals-context.ts';
import { useTerminalActions } from './use-terminal-actions.ts';

/** Why a terminal has ended, and what is left to do. What it printed stays above. */
export function EndedTerminal({ terminal, reason }: { terminal: Terminal; reason: string }) {
  const { user } = useMe();
  const { canEdit } = useRole();
  const { openNew, opening, closeTab } = useTerminals();
  const actions = useTerminalActions(terminal);
  const close = useMutation({
    mutationFn: async () => {
      if (terminal.owner.id === user.id) await actions.close();
      else closeTab(terminal.id);
    },
    onError: notifyProblem,
  });
  return (
    <div className={classes.ended} role="status">
      <p>{reason}</p>
      {canEdit ? (
        <UnstyledButton className={classes.framedTool} disabled={opening} onClick={openNew}>
          New terminal
        </UnstyledButton>
      ) : null}
      <UnstyledButton
        className={classes.framedTool}
        disabled={close.isPending}
        onClick={() => close.mutate()}
      >
        Close
      </UnstyledButton>
    </div>
  );
}
