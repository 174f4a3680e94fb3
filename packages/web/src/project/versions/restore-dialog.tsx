import { Button } from '@mantine/core';
import type { VersionId, VersionNotebook } from '@notelab/contract';
import { useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { type Restored, useRestore } from './use-restore.ts';
import classes from './version-tab.module.css';

interface RestoreDialogProps {
  versionId: VersionId;
  title: string;
  /** Those that become other ones. */
  notebooks: VersionNotebook[];
  what: Restored;
  onClose: () => void;
}

/** Says what a restoring changes, for everybody who is at work in it, and does it. */
export function RestoreDialog({ versionId, title, notebooks, what, onClose }: RestoreDialogProps) {
  const restore = useRestore(versionId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await restore(what);
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button loading={busy} onClick={confirm}>
            Restore
          </Button>
        </>
      }
    >
      <p className={classes.say}>
        These become what they were, for everybody who has them open. What they are now is kept as a version
        first, so this can be undone. Notebooks that were made later stay.
      </p>
      <ul className={classes.names}>
        {notebooks.map(({ id, name, state }) => (
          <li key={id}>
            {name}
            {state === 'gone' ? ' (deleted since: it comes back)' : ''}
          </li>
        ))}
      </ul>
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
