import type { TerminalGitAccess } from '@notelab/contract';
import { Chip } from '../../theme/chip.tsx';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import classes from './terminals.module.css';

/** As whom git acts in the owner's terminal, for each GitLab instance. */
export function GitAccessChips({ access }: { access: TerminalGitAccess[] }) {
  return access.map((one) => (
    <GitAccessChip key={one.instanceId} access={one} calm={access.some(({ state }) => state === 'ready')} />
  ));
}

/** `calm`: git has access somewhere, so this instance may not be needed. */
function GitAccessChip({ access, calm }: { access: TerminalGitAccess; calm: boolean }) {
  const { state, username, instanceId, instanceHost } = access;
  switch (state) {
    case 'ready':
      return (
        <Chip tone="added">
          git acts as @{username} on {instanceHost}
        </Chip>
      );
    case 'not-linked':
      return (
        <span className={classes.connect}>
          <Chip
            tone={calm ? 'neutral' : 'modified'}
            title="Connect your GitLab account; you come back to this terminal"
          >
            git has no access to {instanceHost}
          </Chip>
          <ConnectAccountButton
            instanceId={instanceId}
            size="xs"
            variant={calm ? 'default' : 'filled'}
            label="Connect GitLab"
          />
        </span>
      );
    case 'needs-reconnect':
      return (
        <span className={classes.connect}>
          <Chip tone="modified" title={`${instanceHost} no longer accepts the connection`}>
            git has lost access to {instanceHost}
          </Chip>
          <ConnectAccountButton instanceId={instanceId} size="xs" label="Reconnect GitLab" />
        </span>
      );
    case 'no-jail':
      return <Chip tone="modified">git has no access to {instanceHost} here</Chip>;
  }
}
