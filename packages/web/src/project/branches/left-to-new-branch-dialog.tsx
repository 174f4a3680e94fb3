import { Button } from '@mantine/core';
import type { Checkout, LeftChanges } from '@notelab/contract';
import { useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { NewBranchField, useWhyNotNewBranch } from '../git-panel/new-branch-field.tsx';
import { useBranchActions } from './use-branch-actions.ts';

interface LeftToNewBranchDialogProps {
  checkout: Checkout;
  left: LeftChanges;
  onClose: () => void;
}

/** For left changes that do not fit where they were made any more: a branch of their own, where they always do. */
export function LeftToNewBranchDialog({ checkout, left, onClose }: LeftToNewBranchDialogProps) {
  const { giveBack } = useBranchActions();
  const [name, setName] = useState('');
  const [checked, setChecked] = useState(false);
  const reason = useWhyNotNewBranch(checkout.id, name);
  const submit = () => {
    if (reason) return setChecked(true);
    void giveBack(checkout, left.id, { newBranch: name });
    onClose();
  };
  return (
    <Dialog
      title="Put left changes onto a new branch"
      onClose={onClose}
      size={460}
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
        description={`It begins at the commit on which the changes were made${left.branch ? ` (${left.branch} as it was then)` : ''}, so they fit. From there they can be committed and merged.`}
      />
    </Dialog>
  );
}
