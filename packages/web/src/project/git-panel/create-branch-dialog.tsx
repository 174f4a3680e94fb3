import { Button } from '@mantine/core';
import type { Checkout, StartPoint } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { branchesQuery, checkoutStatusQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { findTwinByCase } from '../branches/branch-names.ts';
import classes from '../branches/branches.module.css';
import { StartPointField } from '../branches/start-point-field.tsx';
import { useBranchActions } from '../branches/use-branch-actions.ts';
import { headInWords } from './head-words.ts';
import { NewBranchField, useWhyNotNewBranch } from './new-branch-field.tsx';

interface CreateBranchDialogProps {
  checkout: Checkout;
  /** What was searched for before. */
  initialName: string;
  /** Null: the current commit. */
  initialFrom: StartPoint | null;
  onClose: () => void;
}

/** Makes a branch, at the current commit or anywhere else, and goes to it. */
export function CreateBranchDialog({ checkout, initialName, initialFrom, onClose }: CreateBranchDialogProps) {
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const { data: branches = [] } = useQuery(branchesQuery(checkout.id));
  const { createBranch } = useBranchActions();
  const [name, setName] = useState(initialName);
  const [from, setFrom] = useState(initialFrom);
  const [checked, setChecked] = useState(false);
  const reason = useWhyNotNewBranch(checkout.id, name);
  const submit = () => {
    if (reason) return setChecked(true);
    void createBranch(checkout, { name, ...(from && { from }) });
    onClose();
  };
  const head = status ? headInWords(status.head) : 'the current commit';
  const twin = findTwinByCase(name, branches);
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
      <div>
        <NewBranchField checkoutId={checkout.id} value={name} checked={checked} onChange={setName} />
        {twin && !reason ? <p className={classes.warning}>{twin}</p> : null}
      </div>
      <StartPointField checkout={checkout} head={head} value={from} onChange={setFrom} />
      <p className={classes.words}>
        {from
          ? 'If changed files are in the way, you are asked what is to become of them.'
          : 'Changed files come along.'}{' '}
        GitLab gets the branch when it is published or pushed.
      </p>
    </Dialog>
  );
}
