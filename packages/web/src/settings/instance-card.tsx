import { Button } from '@mantine/core';
import type { Account, InstanceForUser } from '@notelab/contract';
import { useState } from 'react';
import { Chip } from '../theme/chip.tsx';
import { ConnectAccountButton } from '../theme/connect-account-button.tsx';
import { GitLabMark } from '../theme/gitlab-mark.tsx';
import { PersonPicture } from '../theme/person-picture.tsx';
import { RelativeTime } from '../theme/relative-time.tsx';
import { absoluteTime, dayOf } from '../theme/time-words.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import classes from './instance-card.module.css';

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

function LinkedAccount({ instance, account }: { instance: InstanceForUser; account: Account }) {
  const [disconnecting, setDisconnecting] = useState(false);
  const lost = account.health === 'needs-reconnect';
  return (
    <>
      <div className={classes.row}>
        <PersonPicture name={account.username} src={account.avatarUrl} size={36} />
        <div className={classes.words}>
          <div className={classes.name}>
            <a
              href={account.webUrl}
              target="_blank"
              rel="noreferrer"
              className={classes.account}
              title={account.name}
            >
              @{account.username}
            </a>
            <Chip tone={lost ? 'modified' : 'added'}>{lost ? 'Needs reconnecting' : 'Connected'}</Chip>
            {instance.sandbox ? <Chip>sample GitLab</Chip> : null}
          </div>
          <div className={classes.dim}>
            {hostOf(instance)} ·{' '}
            <span title={absoluteTime(account.connectedAt)}>since {dayOf(account.connectedAt)}</span> ·{' '}
            {account.lastUsedAt ? (
              <>
                last used <RelativeTime at={account.lastUsedAt} />
              </>
            ) : (
              'not used yet'
            )}
          </div>
        </div>
        {lost ? <ConnectAccountButton instanceId={instance.id} label="Reconnect" /> : null}
        <Button variant="default" onClick={() => setDisconnecting(true)}>
          Disconnect
        </Button>
      </div>
      <div className={classes.foot}>
        {lost ? (
          'GitLab no longer accepts this connection: it was revoked there or has ended. Git actions wait until you reconnect; your files are untouched.'
        ) : (
          <Permissions account={account} />
        )}
      </div>
      {disconnecting ? (
        <DisconnectDialog instance={instance} account={account} onClose={() => setDisconnecting(false)} />
      ) : null}
    </>
  );
}

function Permissions({ account }: { account: Account }) {
  return (
    <>
      Permission: <code className={classes.scopes}>{account.scopes.join(' ')}</code>
      {account.tokenRenewedAt ? (
        <>
          <span className={classes.dot}>·</span>Token renewed <RelativeTime at={account.tokenRenewedAt} />, by
          itself
        </>
      ) : null}
    </>
  );
}

/** An instance's address as people say it: without the scheme. */
function hostOf({ url }: { url: string }): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
