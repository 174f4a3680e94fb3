import type { Terminal } from '@notelab/contract';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { NameDialog } from '../../theme/name-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import type { TerminalQuestion } from './terminals-context.ts';
import { useTerminalActions } from './use-terminal-actions.ts';

interface TerminalDialogsProps {
  question: TerminalQuestion;
  terminal: Terminal;
  onClose: () => void;
}

/** What is asked before a terminal is renamed, handed over, taken back or closed. */
export function TerminalDialogs({ question, terminal, onClose }: TerminalDialogsProps) {
  const actions = useTerminalActions(terminal);
  const { name, typist, watchers } = terminal;
  switch (question) {
    case 'rename':
      return (
        <NameDialog
          title="Rename terminal"
          label="Terminal name"
          initialName={name}
          submitLabel="Rename"
          onSubmit={actions.rename}
          onClose={onClose}
        />
      );
    case 'hand-over':
      return <HandOverDialog terminal={terminal} onClose={onClose} />;
    case 'take-back':
      return (
        <ConfirmDialog
          opened
          onClose={onClose}
          title={`Take ${name} back?`}
          confirmLabel="Take back"
          onConfirm={actions.takeBack}
        >
          <p>
            This ends what runs in this terminal and starts a fresh shell, so nothing{' '}
            {typist?.name ?? 'anybody'} left running can use your access.
          </p>
        </ConfirmDialog>
      );
    case 'close':
      return (
        <ConfirmDialog
          opened
          onClose={onClose}
          title={`Close ${name}?`}
          confirmLabel="Close terminal"
          onConfirm={actions.close}
          losses={[{ title: 'It ends for those who watch', items: watchers.map((watcher) => watcher.name) }]}
        >
          <p>Everything that runs in this terminal ends, and what is on its screen is gone. Files stay.</p>
        </ConfirmDialog>
      );
  }
}
