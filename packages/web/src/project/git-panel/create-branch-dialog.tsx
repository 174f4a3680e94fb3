import { Button } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
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
  const submit = () => {
    if (reason) return setChecked(true);
    void createBranch(checkout, name);
    onClose();
  };
  const from = status ? headInWords(status.head) : 'the present commit';
  return (
    <Dialog
      title={`Create branch in ${checkout.folderName}`}
      onClose={onClose}
      size={440}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name === ''}>
            Create branch
          </Button>
        </>
      }
    >
      <NewBranchField
        checkoutId={checkout.id}
        value={name}
        checked={checked}
        onChange={setName}
        description={`From ${from}. Changed files come along; GitLab gets the branch with the first push.`}
      />
    </Dialog>
  );
}
