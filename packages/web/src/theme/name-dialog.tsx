import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { DisplayName } from '@notelab/contract';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../api/problem.ts';
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

  const submit = async (event: FormEvent) => {
    event.preventDefault();
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
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
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
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === ''}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
