import { type InstanceForUser, type Integration, isUsable } from '@notelab/contract';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import classes from './connect.module.css';
import { pathToConnect } from './return-to-connect.ts';

interface AccountNoticesProps {
  integrations: Integration[];
  instances: InstanceForUser[];
}

/** Says for which instances the user's own account has to be connected first, and does it. */
export function AccountNotices({ integrations, instances }: AccountNoticesProps) {
  const needed = new Set(integrations.map(({ repository }) => repository.instanceId));
  const lacking = instances.filter(({ id, account }) => needed.has(id) && !isUsable(account));
  return lacking.map(({ id, name, account }) => (
    <div key={id} className={classes.notice} role="note">
      <p>
        {account
          ? `Your GitLab account on ${name} must be reconnected before its repositories can be cloned.`
          : `Repositories on ${name} are cloned as you. Connect your GitLab account first; you come back here.`}
      </p>
      <ConnectAccountButton
        instanceId={id}
        size="xs"
        label={account ? 'Reconnect GitLab account' : 'Connect GitLab account'}
        returnTo={pathToConnect()}
      />
    </div>
  ));
}
