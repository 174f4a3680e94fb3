import { Button, Group, Modal, Stack } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { headInWords } from './head-words.ts';
import { NewBranchField, useWhyNotNewBranch } from './new-branch-field.tsx';
import { useCheckoutActions } from './use-checkout-actions.ts';

interface CreateBranchDialogProps {
  checkout: Checkout;
  /** What was searched for before. */
  initialName: string;
  onClose: () => void;
}

/** Makes a branch at the present commit and goes to it. */
export function CreateBranchDialog({ checkout, initialName, onClose }: CreateBranchDialogProps) {
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const { createBranch } = useCheckoutActions();
  const [name, setName] = useState(initialName);
  const [checked, setChecked] = useState(false);
  const reason = useWhyNotNewBranch(checkout.id, name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) return setChecked(true);
    void createBranch(checkout, name);
    onClose();
  };
  const from = status ? headInWords(status.head) : 'the present commit';
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Create branch in ${checkout.folderName}`}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <NewBranchField
            checkoutId={checkout.id}
            value={name}
            checked={checked}
            onChange={setName}
            description={`From ${from}. Changed files come along; GitLab gets the branch with the first push.`}
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name === ''}>
              Create branch
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
