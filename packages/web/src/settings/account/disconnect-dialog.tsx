import { type Account, disconnectAccount, type InstanceForUser } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { myGitLabUseQuery, myInstancesQuery } from '../../api/queries.ts';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyDone } from '../../theme/notify.ts';
import { accountUseQuery } from './account-use-query.ts';
import { toLosses } from './use-losses.ts';

interface DisconnectDialogProps {
  instance: InstanceForUser;
  account: Account;
  onClose: () => void;
}

/** Asks before an account is unlinked, and says what stops with it, by name. */
export function DisconnectDialog({ instance, account, onClose }: DisconnectDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const use = useQuery(accountUseQuery(instance.id));
  const hasExports = use.data?.some(({ kind }) => kind === 'automatic-export');
  const disconnect = async () => {
    const { revoked } = await call(disconnectAccount, { params: { instanceId: instance.id } });
    await client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
    await navigate({ to: '.', search: {}, replace: true });
    void client.invalidateQueries({ queryKey: myGitLabUseQuery().queryKey });
    notifyDone(
      revoked
        ? `Disconnected @${account.username}. ${instance.name} has revoked the access.`
        : `Disconnected @${account.username}. ${instance.name} could not be reached; revoking the access there is tried again later.`,
    );
  };
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Disconnect @${account.username}?`}
      confirmLabel="Disconnect"
      onConfirm={disconnect}
      losses={toLosses(use.data ?? [])}
      loading={use.isPending}
    >
      <p>
        Notelab revokes and forgets its access to {instance.name} as you. Files, commits and branches in your
        projects stay as they are, and you can connect again at any time
        {hasExports ? '; automatic exports stay off until you switch them on again' : null}.
      </p>
      {use.data ? (
        <p>{use.data.length === 0 ? 'Nothing of yours is using it just now.' : 'This stops at once:'}</p>
      ) : null}
      {use.error ? <ErrorPanel error={use.error} compact onRetry={() => void use.refetch()} /> : null}
    </ConfirmDialog>
  );
}
