import { Button } from '@mantine/core';
import type { Account, AccountCheck, InstanceForUser } from '@notelab/contract';
import { useState } from 'react';
import { Chip } from '../../theme/chip.tsx';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { AccountFacts } from './account-facts.tsx';
import { AccountTroubleNote } from './account-trouble-note.tsx';
import { CheckAccountButton } from './check-account-button.tsx';
import { CheckResult } from './check-result.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { healthChips } from './health-words.ts';
import { hostOf } from './host-of.ts';
import card from './instance-card.module.css';

interface LinkedAccountProps {
  instance: InstanceForUser;
  account: Account;
}

/** As whom the user is connected, how that is doing, and what they can do about it. */
export function LinkedAccount({ instance, account }: LinkedAccountProps) {
  const [disconnecting, setDisconnecting] = useState(false);
  const [check, setCheck] = useState<AccountCheck | null>(null);
  const lost = account.health === 'needs-reconnect';
  const { label, tone } = healthChips[account.health];
  return (
    <>
      <div className={card.row}>
        <PersonPicture name={account.username} src={account.avatarUrl} size={36} />
        <div className={card.words}>
          <div className={card.name}>
            <a href={account.webUrl} target="_blank" rel="noreferrer" className={card.account}>
              @{account.username}
            </a>
            <Chip tone={tone}>{label}</Chip>
            {instance.sandbox ? <Chip>sample GitLab</Chip> : null}
          </div>
          <div className={card.dim}>
            {account.name} · {hostOf(instance)}
          </div>
        </div>
        <div className={card.actions}>
          {lost ? null : <CheckAccountButton instanceId={instance.id} onChecked={setCheck} />}
          <ConnectAccountButton
            instanceId={instance.id}
            label="Reconnect"
            variant={lost || account.health === 'ending' ? 'filled' : 'default'}
          />
          <Button variant="default" onClick={() => setDisconnecting(true)}>
            Disconnect
          </Button>
        </div>
      </div>
      <div className={card.foot}>
        <AccountTroubleNote account={account} instanceName={instance.name} />
        {check ? <CheckResult check={check} instanceName={instance.name} /> : null}
        <AccountFacts account={account} />
      </div>
      {disconnecting ? (
        <DisconnectDialog instance={instance} account={account} onClose={() => setDisconnecting(false)} />
      ) : null}
    </>
  );
}
