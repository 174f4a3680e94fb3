import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { useCheckoutActions } from './use-checkout-actions.ts';

/** Takes the last commit back while GitLab does not have it. */
export function UndoCommitDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const { undoLastCommit } = useCheckoutActions();
  const last = status?.recent[0];
  return (
    <ConfirmDialog
      opened
      title="Undo the last commit?"
      confirmLabel="Undo last commit"
      losses={last ? [{ title: 'This commit goes', items: [`${last.oid.slice(0, 8)} ${last.subject}`] }] : []}
      loading={!last}
      onConfirm={async () => last && undoLastCommit(checkout, last.oid)}
      onClose={onClose}
    >
      <p>
        Your files stay as they are: what was committed is a change again. GitLab does not have this commit,
        and “Recovery points” brings it back.
      </p>
    </ConfirmDialog>
  );
}
