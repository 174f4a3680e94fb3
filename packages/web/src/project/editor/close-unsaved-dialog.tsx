import { Button } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { nameOf } from '../paths.ts';
import { useSaveDraft } from './use-save-draft.ts';

interface CloseUnsavedDialogProps {
  path: string;
  /** The tab goes; its text was saved, or is given up. */
  onClosed: () => void;
  onStay: () => void;
}

/** Asks what becomes of unsaved text when its tab is closed. */
export function CloseUnsavedDialog({ path, onClosed, onStay }: CloseUnsavedDialogProps) {
  const saveDraft = useSaveDraft();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await saveDraft(path);
      onClosed();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Save ${nameOf(path)}?`}
      onClose={onStay}
      size={440}
      footer={
        <>
          <Button variant="default" onClick={onStay}>
            Cancel
          </Button>
          <Button variant="default" onClick={onClosed}>
            Do not save
          </Button>
          <Button onClick={save} loading={busy} data-autofocus>
            Save
          </Button>
        </>
      }
    >
      <span>What you typed in it is not saved yet.</span>
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
