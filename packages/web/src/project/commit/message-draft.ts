import { parseText, readSession, writeSession } from '../use-session-state.ts';

/** Where the message of a commit to be is kept in the browser tab. */
export function messageKeyOf(checkoutId: string): string {
  return `notelab.commit-message.${checkoutId}`;
}

/** Offers the words of a commit that was taken back for the next one, unless some are written already. */
export function offerMessage(checkoutId: string, message: string): void {
  const key = messageKeyOf(checkoutId);
  if ((readSession(key, parseText) ?? '').trim() === '') writeSession(key, message);
}
