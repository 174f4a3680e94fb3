import { type Account, disconnectAccount, type InstanceForUser } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { myGitLabUseQuery, myInstancesQuery } from '../api/queries.ts';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';
import { notifyDone } from '../theme/notify.ts';

interface DisconnectDialogProps {
  instance: InstanceForUser;
  account: Account;
  onClose: () => void;
}

/** Asks before an account is unlinked, and says what stops with it. */
export function DisconnectDialog({ instance, account, onClose }: DisconnectDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const disconnect = async () => {
    const { revoked } = await call(disconnectAccount, { params: { instanceId: instance.id } });
    await client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
    await navigate({ to: '.', search: {}, replace: true });
    void client.invalidateQueries({ queryKey: myGitLabUseQuery().queryKey });
    notifyDone(
      revoked
        ? `Disconnected @${account.username}. GitLab has revoked the access.`
        : `Disconnected @${account.username}. GitLab could not be reached; revoking the access there is tried again later.`,
    );
  };
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Disconnect @${account.username}?`}
      confirmLabel="Disconnect"
      onConfirm={disconnect}
      losses={[
        {
          title: 'What ends at once',
          items: [
            'Git actions of yours that are running',
            'Git in your terminals',
            'Notelab’s access to your GitLab account',
          ],
        },
      ]}
    >
      <p>
        Notelab forgets its access to {instance.name} as you. Files, commits and branches in your projects
        stay as they are, and you can connect again at any time.
      </p>
    </ConfirmDialog>
  );
}
