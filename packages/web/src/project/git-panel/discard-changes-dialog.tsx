import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { useCheckoutActions } from './use-checkout-actions.ts';

interface DiscardChangesDialogProps {
  checkout: Pick<Checkout, 'id' | 'folderName'>;
  /** Null: all that changed. */
  paths: string[] | null;
  onClose: () => void;
}

/** Takes files back to the last commit, with a way back. */
export function DiscardChangesDialog({ checkout, paths, onClose }: DiscardChangesDialogProps) {
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const { discard } = useCheckoutActions();
  const changes = status?.changes ?? [];
  const files = paths ?? changes.map(({ path }) => path);
  const unnamed = paths ? 0 : (status?.changeCount ?? 0) - changes.length;
  return (
    <ConfirmDialog
      opened
      title={
        paths?.length === 1
          ? 'Discard the changes of this file?'
          : `Discard all changes in ${checkout.folderName}?`
      }
      confirmLabel="Discard changes"
      losses={[
        { title: 'These go back to the last commit; new files go away', items: files, unnamed, typed: true },
      ]}
      loading={!paths && !status}
      onConfirm={() => discard(checkout, paths)}
      onClose={onClose}
    >
      <p>All local changes are kept as a recovery point first: “Recovery points” brings them back.</p>
    </ConfirmDialog>
  );
}
