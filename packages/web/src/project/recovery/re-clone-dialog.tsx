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
      kept="These are kept as a recovery point of the new clone, and “Restore” brings them back:"
      unreadable="Git cannot read this repository. Its files are kept as a recovery point of the new clone. Commits and stashes that are only in it cannot be; the old folder stays in the attic of the server for 30 days, where its operator finds them."
      nothing={`Everything in ${checkout.folderName} is on GitLab, so nothing has to be kept.`}
      request={(discardWork) =>
        call(reCloneCheckout, { params: { checkoutId: checkout.id }, body: { discardWork } })
      }
      onClose={onClose}
    >
      <p>
        {checkout.repositoryPath} is cloned from scratch beside the present folder, checked, and then takes
        its place. If anything fails, nothing changes. Ignored files, and new files too large for a recovery
        point, move into the new clone.
      </p>
    </LoseWorkDialog>
  );
}
