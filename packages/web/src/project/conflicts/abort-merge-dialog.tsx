import type { Checkout, Ongoing } from '@notelab/contract';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { useMergingActions } from './use-merging-actions.ts';

interface AbortMergeDialogProps {
  checkout: Pick<Checkout, 'id' | 'folderName'>;
  ongoing: Ongoing;
  onClose: () => void;
}

/** Asks before what was resolved so far is given up. */
export function AbortMergeDialog({ checkout, ongoing, onClose }: AbortMergeDialogProps) {
  const { abort } = useMergingActions();
  const resolved = ongoing.files.filter((file) => file.resolved).map(({ path }) => path);
  return (
    <ConfirmDialog
      opened
      title="Abort and go back?"
      confirmLabel="Abort"
      onClose={onClose}
      onConfirm={() => abort(checkout)}
      losses={[
        {
          title: resolved.length === 1 ? 'This decision is given up' : 'These decisions are given up',
          items: resolved,
          typed: true,
        },
      ]}
    >
      {checkout.folderName} becomes what it was before
      {ongoing.begun ? ' the pull, your local changes included' : ''}. The present state is kept under
      Recovery points, so this can be undone.
    </ConfirmDialog>
  );
}
