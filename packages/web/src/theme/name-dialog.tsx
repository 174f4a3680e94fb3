import { Button, TextInput } from '@mantine/core';
import { DisplayName } from '@notelab/contract';
import { useState } from 'react';
import { fieldErrors } from '../api/problem.ts';
import { Dialog } from './dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';

interface NameDialogProps {
  title: string;
  label: string;
  description?: string;
  initialName?: string;
  submitLabel: string;
  /** The dialog closes when this has succeeded, and shows what it throws. */
  onSubmit: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one name: of a project, of a workspace. Mounted while it is open. */
export function NameDialog(props: NameDialogProps) {
  const { title, label, description, initialName = '', submitLabel, onSubmit, onClose } = props;
  const [name, setName] = useState(initialName);
  const [reason, setReason] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async () => {
    const parsed = DisplayName.safeParse(name);
    if (!parsed.success) return setReason(parsed.error.issues[0]?.message ?? 'This name cannot be used.');
    setBusy(true);
    setError(null);
    try {
      await onSubmit(parsed.data);
      onClose();
    } catch (thrown) {
      setReason(fieldErrors(thrown).name ?? null);
      if (!fieldErrors(thrown).name) setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={title}
      onClose={onClose}
      size={440}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <TextInput
        label={label}
        description={description}
        value={name}
        error={reason}
        maxLength={100}
        data-autofocus
        onChange={(event) => {
          setName(event.currentTarget.value);
          setReason(null);
        }}
      />
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
