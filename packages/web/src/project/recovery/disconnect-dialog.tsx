import { type Checkout, disconnectCheckout } from '@notelab/contract';
import { call } from '../../api/call.ts';
import { LoseWorkDialog } from './lose-work-dialog.tsx';

/** Takes a repository out of the project. */
export function DisconnectDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  return (
    <LoseWorkDialog
      checkout={checkout}
      title={`Disconnect ${checkout.folderName}?`}
      confirmLabel="Disconnect"
      kept="These leave, too. They are kept for 30 days: when the repository is connected to this project again, they are among its recovery points."
      unreadable="Git cannot read this repository. Its folder is kept for 30 days: when the repository is connected to this project again, the files are among its recovery points."
      nothing={`Nothing is lost: everything in ${checkout.folderName} is on GitLab.`}
      request={(discardWork) =>
        call(disconnectCheckout, { params: { checkoutId: checkout.id }, body: { discardWork } })
      }
      onClose={onClose}
    >
      <p>
        The folder {checkout.folderName} leaves the project for everybody. On GitLab,{' '}
        {checkout.repositoryPath} stays as it is. Ignored files and new files too large for a recovery point
        go for good after 30 days.
      </p>
    </LoseWorkDialog>
  );
}
