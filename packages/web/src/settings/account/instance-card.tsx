import type { InstanceForUser } from '@notelab/contract';
import { Chip } from '../../theme/chip.tsx';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { GitLabMark } from '../../theme/gitlab-mark.tsx';
import { hostOf } from './host-of.ts';
import classes from './instance-card.module.css';
import { LinkedAccount } from './linked-account.tsx';

/** One GitLab instance and the user's account on it. */
export function InstanceCard({ instance }: { instance: InstanceForUser }) {
  const { account } = instance;
  return (
    <article className={classes.card} aria-label={`GitLab account on ${instance.name}`}>
      {account ? (
        <LinkedAccount instance={instance} account={account} />
      ) : (
        <div className={classes.row}>
          <GitLabMark size={36} />
          <div className={classes.words}>
            <div className={classes.name}>
              {instance.name}
              {instance.sandbox ? <Chip>sample GitLab</Chip> : null}
            </div>
            <div className={classes.dim}>
              {hostOf(instance) === instance.name ? 'Not connected' : `${hostOf(instance)} · Not connected`}
            </div>
          </div>
          <ConnectAccountButton instanceId={instance.id} />
        </div>
      )}
    </article>
  );
}
