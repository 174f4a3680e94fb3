import type { Webhook } from '@notelab/contract';
import type { ReactNode } from 'react';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './webhook-state.module.css';

/** Whether GitLab tells of pushes, in a line. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  return (
    <span className={classes.state} data-state={webhook.state}>
      {inWords(webhook)}
    </span>
  );
}

function inWords({ state, problem, lastDeliveryAt }: Webhook): ReactNode {
  if (state === 'failing') return `The webhook fails. ${problem}`;
  if (lastDeliveryAt === null) return 'Webhook: GitLab has not been heard of yet';
  return (
    <>
      Pushes show at once · GitLab last delivered <RelativeTime at={lastDeliveryAt} />
    </>
  );
}
