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
      request={(discardWork) =>
        call(disconnectCheckout, { params: { checkoutId: checkout.id }, body: { discardWork } })
      }
      onClose={onClose}
    >
      <p>
        The folder {checkout.folderName} leaves the project for everybody. On GitLab,{' '}
        {checkout.repositoryPath} stays as it is.
      </p>
    </LoseWorkDialog>
  );
}
