import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './confirm-dialog.module.css';
import { Dialog } from './dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';

/** One kind of thing that would be lost, with its names. */
export interface Loss {
  /** “3 changed files”, “These checkouts stop working”. */
  title: string;
  items: string[];
  /** How many there are besides the items. */
  unnamed?: number;
  /** The items are files, branches or commits: typed rather than said. */
  typed?: boolean;
}

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children?: ReactNode;
  /** Exactly what would be lost or affected. */
  losses?: Loss[];
  confirmLabel: string;
  /** The dialog closes when this has succeeded, and shows what it throws. */
  onConfirm: () => Promise<unknown>;
  /** While what would be lost is still being looked up. */
  loading?: boolean;
}

const shownItems = 50;

/** Asks before something is lost, and says exactly what. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title, children, losses = [], confirmLabel, onConfirm, loading = false } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const close = () => {
    setError(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  if (!opened) return null;
  return (
    <Dialog
      title={title}
      onClose={close}
      footer={
        <>
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color="danger" onClick={confirm} loading={busy} disabled={loading}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children ? <div className={classes.words}>{children}</div> : null}
      {losses
        .filter((loss) => loss.items.length > 0)
        .map((loss) => (
          <LossList key={loss.title} loss={loss} />
        ))}
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}

/** One kind of loss, with its names. */
export function LossList({ loss }: { loss: Loss }) {
  const hidden = Math.max(0, loss.items.length - shownItems) + (loss.unnamed ?? 0);
  return (
    <div className={classes.loss}>
      <p className={classes.lossTitle}>{loss.title}</p>
      <ul className={classes.items} data-typed={loss.typed || undefined}>
        {loss.items.slice(0, shownItems).map((item) => (
          <li key={item}>{item}</li>
        ))}
        {hidden > 0 ? <li>and {hidden} more</li> : null}
      </ul>
    </div>
  );
}
