import { type Checkout, reCloneCheckout } from '@notelab/contract';
import { call } from '../../api/call.ts';
import { LoseWorkDialog } from './lose-work-dialog.tsx';

/** Clones a repository from scratch into the same folder. */
export function ReCloneDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  return (
    <LoseWorkDialog
      checkout={checkout}
      title={`Re-Clone ${checkout.folderName}?`}
      confirmLabel="Re-Clone"
      request={(discardWork) =>
        call(reCloneCheckout, { params: { checkoutId: checkout.id }, body: { discardWork } })
      }
      onClose={onClose}
    >
      <p>
        {checkout.repositoryPath} is cloned from scratch into the folder {checkout.folderName}. The present
        folder is replaced only when the new clone is complete.
      </p>
    </LoseWorkDialog>
  );
}
