import { ActionIcon, Button, Collapse, UnstyledButton } from '@mantine/core';
import { type Checkout, deleteRecoveryPoint, type RecoveryPoint } from '@notelab/contract';
import { IconChevronRight, IconHistory, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { recoveryPointQuery, recoveryPointsQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyProblem } from '../../theme/notify.ts';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { RowsSkeleton } from '../../theme/rows.tsx';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { holdingsInWords } from './point-words.ts';
import classes from './recovery-points-dialog.module.css';
import { RecoverySpaceLine } from './recovery-space-line.tsx';

/** States of a checkout that were kept, each with what it holds and a way back to it. */
export function RecoveryPointsDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  const query = useQuery(recoveryPointsQuery(checkout.id));
  return (
    <Dialog
      title={`Recovery points of ${checkout.folderName}`}
      onClose={onClose}
      size={600}
      footer={
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      }
    >
      {query.isPending ? <RowsSkeleton front={false} /> : null}
      {query.isError ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.length === 0 ? (
        <EmptyState icon={<IconHistory size={20} />} title="No recovery points yet">
          Before Notelab does anything that could lose work, it keeps the state of the checkout here: branch,
          commit, changes, new files.
        </EmptyState>
      ) : null}
      {query.data && query.data.length > 0 ? (
        <>
          <p className={classes.words}>
            Restoring makes the checkout what it was then: branch, commit and changes. The present state is
            kept here first, so you can come back.
          </p>
          <ul className={classes.points} aria-label="Recovery points">
            {query.data.map((point) => (
              <Point key={point.id} checkout={checkout} point={point} onRestored={onClose} />
            ))}
          </ul>
          <RecoverySpaceLine checkout={checkout} />
        </>
      ) : null}
    </Dialog>
  );
}

/** Lets go of a point; asked twice, as nothing brings it back. */
function DeletePointButton({ checkout, point }: Pick<PointProps, 'checkout' | 'point'>) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const remove = async () => {
    setBusy(true);
    try {
      await call(deleteRecoveryPoint, { params: { checkoutId: checkout.id, pointId: point.id } });
      await client.invalidateQueries({ queryKey: recoveryPointsQuery(checkout.id).queryKey });
    } catch (error) {
      notifyProblem(error);
      setBusy(false);
      setAsked(false);
    }
  };
  if (asked)
    return (
      <Button
        size="xs"
        color="danger"
        loading={busy}
        onBlur={() => setAsked(busy)}
        onClick={remove}
        autoFocus
      >
        Delete for good
      </Button>
    );
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`Delete the recovery point “${point.reason}”`}
      onClick={() => setAsked(true)}
    >
      <IconTrash size={15} aria-hidden />
    </ActionIcon>
  );
}

interface PointProps {
  checkout: Checkout;
  point: RecoveryPoint;
  onRestored: () => void;
}

function Point({ checkout, point, onRestored }: PointProps) {
  const [open, setOpen] = useState(false);
  const { restore } = useCheckoutActions();
  const { canEdit } = useRole();
  const { reason, by, takenAt, branch, commit } = point;
  return (
    <li className={classes.point}>
      <div className={classes.head}>
        <UnstyledButton className={classes.what} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
          <span>
            <span className={classes.reason}>{reason}</span>
            <span className={classes.detail}>
              <RelativeTime at={takenAt} /> by {by} · {branch ?? 'no branch'} at{' '}
              {commit?.slice(0, 8) ?? 'no commit'} · {holdingsInWords(point)}
            </span>
          </span>
        </UnstyledButton>
        {canEdit ? (
          <>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                void restore(checkout, point.id);
                onRestored();
              }}
            >
              Restore
            </Button>
            <DeletePointButton checkout={checkout} point={point} />
          </>
        ) : null}
      </div>
      <Collapse expanded={open}>{open ? <Holdings checkout={checkout} point={point} /> : null}</Collapse>
    </li>
  );
}

function Holdings({ checkout, point }: Pick<PointProps, 'checkout' | 'point'>) {
  const { data, error } = useQuery(recoveryPointQuery(checkout.id, point.id));
  if (error) return <ErrorPanel error={error} compact />;
  if (!data) return <p className={classes.files}>Looking …</p>;
  const { branches, changed, changedCount, untracked, untrackedCount } = data;
  const hidden = changedCount + untrackedCount - changed.length - untracked.length;
  return (
    <ul className={classes.files} aria-label="What it holds">
      {branches.map((name) => (
        <li key={`b ${name}`}>{name} (branch)</li>
      ))}
      {changed.map((path) => (
        <li key={`c ${path}`}>{path}</li>
      ))}
      {untracked.map((path) => (
        <li key={`n ${path}`}>{path} (new)</li>
      ))}
      {hidden > 0 ? <li>and {hidden} more</li> : null}
      {changedCount + untrackedCount + branches.length === 0 ? <li>The commit alone.</li> : null}
      {point.leftOut.map((path) => (
        <li key={`l ${path}`}>{path} was too large and stayed where it was</li>
      ))}
    </ul>
  );
}
