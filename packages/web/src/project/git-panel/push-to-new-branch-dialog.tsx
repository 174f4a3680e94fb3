import { Button } from '@mantine/core';
import { type Checkout, moveCommits } from '@notelab/contract';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import { NewBranchField, useWhyNotNewBranch } from './new-branch-field.tsx';

/** Takes commits that GitLab did not accept to a branch of their own and pushes that. */
export function PushToNewBranchDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  const [name, setName] = useState('');
  const [checked, setChecked] = useState(false);
  const reason = useWhyNotNewBranch(checkout.id, name);
  const moving = useFollowedOperation(onClose);

  const submit = () => {
    if (reason) return setChecked(true);
    const params = { checkoutId: checkout.id };
    void moving.start(() => call(moveCommits, { params, body: { branch: name } }));
  };

  return (
    <Dialog
      title="Push to a new branch"
      onClose={onClose}
      size={460}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name === ''} loading={moving.isBusy}>
            Push
          </Button>
        </>
      }
    >
      <NewBranchField
        checkoutId={checkout.id}
        value={name}
        checked={checked}
        onChange={setName}
        description="Your commits move to the new branch, which becomes the current one and is pushed; the branch they were on goes back to what GitLab has. Then a merge request can bring them where they belong."
      />
      {moving.error ? <ErrorPanel error={moving.error} compact /> : null}
    </Dialog>
  );
}
