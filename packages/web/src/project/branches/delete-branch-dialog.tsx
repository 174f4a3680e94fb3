import { Button, Checkbox, Skeleton } from '@mantine/core';
import type { BranchDeletion, Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { branchDeletionQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useRemoteAccess } from '../git-panel/use-remote-access.ts';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

interface DeleteBranchDialogProps {
  checkout: Checkout;
  branch: string;
  where: 'local' | 'remote';
  onClose: () => void;
}

/** Asks before a branch goes, and lists the commits that are on no other one. */
export function DeleteBranchDialog({ checkout, branch, where, onClose }: DeleteBranchDialogProps) {
  // What is said here decides about somebody's commits: never from a cache.
  const options = branchDeletionQuery(checkout.id, branch, where);
  const query = useQuery({ ...options, gcTime: 0, refetchOnMount: 'always' });
  const deletion = query.isFetchedAfterMount ? query.data : undefined;
  const access = useRemoteAccess(checkout);
  const { remove } = useBranchActions();
  const [alsoOnGitLab, setAlsoOnGitLab] = useState(false);
  const isRemote = where === 'remote';
  const from = isRemote ? 'gitlab' : alsoOnGitLab ? 'both' : 'here';
  const confirm = () => {
    void remove(checkout, { branch, from, seenOnGitLab: deletion?.onGitLab?.commit ?? null });
    onClose();
  };
  const canAskGitLab = access.kind === 'open' || access.kind === 'unknown';
  return (
    <Dialog
      title={`Delete ${branch}${isRemote ? ' on GitLab' : ''}`}
      onClose={onClose}
      size={500}
      footer={
        <>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="danger" disabled={!deletion} onClick={confirm}>
            {from === 'here' ? 'Delete branch' : from === 'gitlab' ? 'Delete on GitLab' : 'Delete both'}
          </Button>
        </>
      }
    >
      {query.isError ? (
        <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
      ) : deletion ? (
        <>
          {!isRemote && deletion.onGitLab && canAskGitLab ? (
            <Checkbox
              label="Delete GitLab’s branch too"
              description="For everybody. Open merge requests from it are closed."
              checked={alsoOnGitLab}
              onChange={({ currentTarget }) => setAlsoOnGitLab(currentTarget.checked)}
            />
          ) : null}
          {isRemote ? (
            <p className={classes.words}>
              It goes for everybody; open merge requests from it are closed. Colleagues who have it keep
              theirs.
            </p>
          ) : null}
          <OwnCommits deletion={deletion} from={from} />
          {deletion.leftFileCount > 0 && from !== 'gitlab' ? (
            <p className={classes.words}>
              {deletion.leftFileCount} {deletion.leftFileCount === 1 ? 'file' : 'files'} that were left on it
              stay kept: the Git panel lists them.
            </p>
          ) : null}
        </>
      ) : (
        <div role="status" aria-label="Looking for commits that are on no other branch">
          <Skeleton height={10} width="50%" />
          <Skeleton height={10} width="70%" mt={12} />
        </div>
      )}
    </Dialog>
  );
}

function OwnCommits({ deletion, from }: { deletion: BranchDeletion; from: 'here' | 'gitlab' | 'both' }) {
  const { count, commits } = from === 'here' ? deletion.onlyHere : deletion.onlyHereAndOnGitLab;
  if (count === 0)
    return <p className={classes.safe}>All its commits are on other branches too. Nothing would be lost.</p>;
  return (
    <>
      <div className={classes.loss}>
        <p>{count === 1 ? 'A commit is' : `${count} commits are`} on no other branch</p>
        <ul className={classes.commits}>
          {commits.map(({ oid, subject, author }) => (
            <li key={oid} title={`${subject} (${author})`}>
              <code>{oid.slice(0, 8)}</code>
              <span>{subject}</span>
            </li>
          ))}
          {count > commits.length ? <li>and {count - commits.length} more</li> : null}
        </ul>
      </div>
      <p className={classes.words}>
        The branch as it is now is kept under Recovery points, from where it can be brought back.
      </p>
    </>
  );
}
