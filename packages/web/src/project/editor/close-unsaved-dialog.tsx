import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
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
    <Modal
      opened
      onClose={onStay}
      title={`Save ${nameOf(path)}?`}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={14}>
        <p style={{ margin: 0 }}>What you typed in it is not saved yet.</p>
        {error ? <ErrorPanel error={error} compact /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onStay}>
            Cancel
          </Button>
          <Button variant="default" onClick={onClosed}>
            Do not save
          </Button>
          <Button onClick={save} loading={busy} data-autofocus>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
