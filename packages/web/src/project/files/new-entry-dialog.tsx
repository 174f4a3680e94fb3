import { Button, TextInput } from '@mantine/core';
import { whyNotFileName } from '@notelab/contract';
import { useState } from 'react';
import { isProblem } from '../../api/problem.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { joinPath } from '../paths.ts';
import { useFileActions } from './use-file-actions.ts';

interface NewEntryDialogProps {
  kind: 'file' | 'folder';
  folder: string;
  onCreated: (path: string) => void;
  onClose: () => void;
}

/** Asks for the name of a new file or folder. */
export function NewEntryDialog({ kind, folder, onCreated, onClose }: NewEntryDialogProps) {
  const { create } = useFileActions();
  const [name, setName] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const wrong = whyNotFileName(name);
    if (wrong) return setReason(wrong);
    setBusy(true);
    setError(null);
    const path = joinPath(folder, name);
    try {
      await create(path, kind);
      onClose();
      onCreated(path);
    } catch (thrown) {
      if (isProblem(thrown, 'file-exists')) setReason('There is already something with this name.');
      else setError(thrown);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={kind === 'file' ? 'New file' : 'New folder'}
      onClose={onClose}
      size={440}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={name === ''}>
            Create
          </Button>
        </>
      }
    >
      <TextInput
        label="Name"
        description={folder === '' ? 'In the project’s own folder' : `In ${folder}`}
        placeholder={kind === 'file' ? 'notes.md' : 'data'}
        value={name}
        error={reason}
        data-autofocus
        spellCheck={false}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setReason(null);
        }}
      />
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
