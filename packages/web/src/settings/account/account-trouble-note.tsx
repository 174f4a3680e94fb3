import type { Account } from '@notelab/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { absoluteTime } from '../../theme/time-words.ts';
import { troubleInWords } from './health-words.ts';
import classes from './linked-account.module.css';

interface AccountTroubleNoteProps {
  account: Account;
  instanceName: string;
}

/** Why an account does not work, or soon will not. */
export function AccountTroubleNote({ account, instanceName }: AccountTroubleNoteProps) {
  const { trouble, endsAt } = account;
  if (endsAt) {
    return (
      <Note>
        {instanceName} gave nothing to renew this connection with. It works until{' '}
        <time dateTime={endsAt}>{absoluteTime(endsAt)}</time>; then Git actions wait until you reconnect.
      </Note>
    );
  }
  const words = troubleInWords(account, instanceName);
  if (!trouble || !words) return null;
  return (
    <Note>
      {words}
      <span className={classes.said}>
        Noticed <RelativeTime at={trouble.since} />
        {trouble.raw ? <> · GitLab’s words: “{trouble.raw}”</> : null}
      </span>
    </Note>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <div className={classes.trouble}>
      <IconAlertTriangle size={15} aria-hidden />
      <p>{children}</p>
    </div>
  );
}
