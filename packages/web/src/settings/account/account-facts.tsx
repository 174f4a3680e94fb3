import type { Account } from '@notelab/contract';
import type { ReactNode } from 'react';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { absoluteTime, dayOf } from '../../theme/time-words.ts';
import classes from './linked-account.module.css';
import { scopesInWords } from './scope-words.ts';

/** Since when, how lately, and what for. */
export function AccountFacts({ account }: { account: Account }) {
  const { connectedAt, lastUsedAt, tokenRenewedAt, scopes } = account;
  const words = scopesInWords(scopes);
  return (
    <dl className={classes.facts}>
      <Fact name="Connected">
        <span title={absoluteTime(connectedAt)}>since {dayOf(connectedAt)}</span>
      </Fact>
      <Fact name="Last used">{lastUsedAt ? <RelativeTime at={lastUsedAt} /> : 'not yet'}</Fact>
      <Fact name="Access renewed">
        {tokenRenewedAt ? (
          <>
            <RelativeTime at={tokenRenewedAt} />, by itself
          </>
        ) : (
          'not needed yet'
        )}
      </Fact>
      <Fact name="Permission" wide>
        <code className={classes.scopes}>{scopes.join(' ')}</code>
        {words ? ` · ${words}` : null}
      </Fact>
    </dl>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact} data-wide={wide || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
