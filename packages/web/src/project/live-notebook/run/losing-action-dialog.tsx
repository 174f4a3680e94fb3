import { ConfirmDialog } from '../../../theme/confirm-dialog.tsx';
import { useKernel } from './use-kernel.ts';

/** What a kernel forgets its variables by. */
export type LosingAction = 'restart' | 'restartAndRunAll' | 'stop';

const words: Record<LosingAction, { title: string; confirm: string }> = {
  restart: { title: 'Restart the kernel?', confirm: 'Restart' },
  restartAndRunAll: { title: 'Restart the kernel and run all blocks?', confirm: 'Restart and run all' },
  stop: { title: 'Stop the kernel?', confirm: 'Stop' },
};

interface LosingActionDialogProps {
  action: LosingAction;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Asks before the variables of a notebook are lost. */
export function LosingActionDialog({ action, onClose, onConfirm }: LosingActionDialogProps) {
  const running = useKernel((kernel) => kernel.running);
  const waiting = useKernel((kernel) => kernel.queue.length);
  const { title, confirm } = words[action];
  return (
    <ConfirmDialog opened onClose={onClose} title={title} confirmLabel={confirm} onConfirm={onConfirm}>
      <p>
        All variables of this notebook are lost, for everybody who works on it. Its blocks and their outputs
        stay.
      </p>
      {running ? <p>What runs now, started by {running.by}, is ended.</p> : null}
      {waiting > 0 ? (
        <p>{waiting === 1 ? '1 block that waits is' : `${waiting} blocks that wait are`} not run.</p>
      ) : null}
    </ConfirmDialog>
  );
}
