import { Button } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRole, useWorkspace } from '../../app/workspace.ts';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import classes from './git-panel.module.css';
import type { RemoteAccess } from './use-remote-access.ts';

/** Stands where the buttons would be, when the user cannot reach the repository on GitLab. */
export function RemoteAccessNotice({ access, checkout }: { access: RemoteAccess; checkout: Checkout }) {
  switch (access.kind) {
    case 'unknown':
    case 'open':
      return null;
    case 'account-missing':
      return (
        <Notice
          title="Connect your GitLab account"
          action={<ConnectAccountButton instanceId={access.instance.id} size="xs" />}
        >
          Pull, commit and push use your own account on {access.instance.name}.
        </Notice>
      );
    case 'account-needs-reconnect':
      return (
        <Notice
          title="Reconnect your GitLab account"
          action={
            <ConnectAccountButton
              instanceId={access.instance.id}
              label="Reconnect GitLab account"
              size="xs"
            />
          }
        >
          {access.instance.name} no longer accepts the connection: it was revoked there or has ended.
        </Notice>
      );
    case 'repository-removed':
      return <RepositoryRemoved path={checkout.repositoryPath} />;
  }
}

function RepositoryRemoved({ path }: { path: string }) {
  const { isAdmin } = useRole();
  const { id: workspaceId } = useWorkspace();
  return (
    <Notice
      title="The repository is no longer connected"
      action={
        isAdmin ? (
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link to="/w/$workspaceId/settings/repositories" params={{ workspaceId }} {...props} />
            )}
          >
            Connected GitLab repositories
          </Button>
        ) : null
      }
    >
      An admin removed {path} from the workspace. The files stay; pull and push wait until it is connected
      again
      {isAdmin ? '.' : '. An admin can do that.'}
    </Notice>
  );
}

function Notice({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className={classes.notice} role="note">
      <IconPlugConnectedX size={18} aria-hidden />
      <div>
        <p className={classes.noticeTitle}>{title}</p>
        <p>{children}</p>
        {action}
      </div>
    </div>
  );
}
