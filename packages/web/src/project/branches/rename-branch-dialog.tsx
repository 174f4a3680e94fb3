import { Button, TextInput } from '@mantine/core';
import { type Branch, type Checkout, whyNotBranchName } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { branchesQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { findTwinByCase } from './branch-names.ts';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

interface RenameBranchDialogProps {
  checkout: Checkout;
  branch: Pick<Branch, 'name' | 'upstream' | 'upstreamGone'>;
  onClose: () => void;
}

/** Gives a local branch another name, and says what becomes of GitLab's. */
export function RenameBranchDialog({ checkout, branch, onClose }: RenameBranchDialogProps) {
  const { data: branches = [] } = useQuery(branchesQuery(checkout.id));
  const { rename } = useBranchActions();
  const [name, setName] = useState(branch.name);
  const others = branches.filter((one) => one.where === 'local' && one.name !== branch.name);
  const reason =
    whyNotBranchName(name) ??
    (others.some((one) => one.name === name) ? 'There is a branch with this name already.' : null);
  const twin = findTwinByCase(name, others);
  const submit = () => {
    if (reason || name === branch.name) return;
    void rename(checkout, { branch: branch.name, name });
    onClose();
  };
  return (
    <Dialog
      title={`Rename ${branch.name}`}
      onClose={onClose}
      size={460}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={reason !== null || name === branch.name}>
            Rename
          </Button>
        </>
      }
    >
      <div>
        <TextInput
          label="Branch name"
          value={name}
          error={reason}
          maxLength={200}
          spellCheck={false}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {twin ? <p className={classes.warning}>{twin}</p> : null}
      </div>
      {branch.upstream && !branch.upstreamGone ? (
        <p className={classes.words}>
          GitLab’s branch <strong>{branch.upstream}</strong> keeps its name, with its merge requests. The next
          push makes a branch of the new name there; the old one can then be deleted from the list of
          branches.
        </p>
      ) : (
        <p className={classes.words}>It is not on GitLab, so nobody else sees the old name.</p>
      )}
    </Dialog>
  );
}
