import type { Account, AccountHealth, AccountTrouble } from '@notelab/contract';
import type { ChipTone } from '../../theme/chip.tsx';

/** An account's health as a chip. */
export const healthChips: Record<AccountHealth, { label: string; tone: ChipTone }> = {
  connected: { label: 'Connected', tone: 'added' },
  ending: { label: 'Will need reconnecting', tone: 'modified' },
  blocked: { label: 'Blocked on GitLab', tone: 'conflict' },
  'application-refused': { label: 'Application not accepted', tone: 'modified' },
  'needs-reconnect': { label: 'Needs reconnecting', tone: 'modified' },
};

const reasons: Record<AccountTrouble['reason'], (instance: string) => string> = {
  blocked: (instance) =>
    `${instance} lets your account do nothing at present. Ask those who look after ${instance}: this connection works again as soon as they let you in.`,
  'application-refused': (instance) =>
    `${instance} does not accept the application of this Notelab: it was removed there, or its secret has changed. An admin can see to it under GitLab instances.`,
  revoked: (instance) =>
    `The connection has ended on ${instance}: you revoked it there, or your account there is gone.`,
  'renewal-lost': (instance) =>
    `The answer of ${instance} to the last renewal got lost on its way, and with it the renewed access.`,
  ended: (instance) => `The access has run out, and ${instance} gave nothing to renew it with.`,
  'application-replaced': (instance) =>
    `An admin entered another application for ${instance}. What you allowed the former one cannot be renewed.`,
  'key-replaced': () => 'The key of this Notelab was replaced, so that it cannot read your access any more.',
};

/** Why an account is not well and what follows, in sentences; null when it is well. */
export function troubleInWords({ health, trouble }: Account, instance: string): string | null {
  if (!trouble) return null;
  const rest =
    health === 'needs-reconnect' ? 'Git actions wait until you reconnect; your files are untouched.' : '';
  return `${reasons[trouble.reason](instance)} ${rest}`.trim();
}
