import { readSession, writeSession } from '../use-session-state.ts';

const nameOf = (checkoutId: string, path: string) => `notelab.conflict.${checkoutId}.${path}`;

/** What was decided about a file so far, before a reload; null when its conflict is another one by now. */
export function readDraft<T>(
  checkoutId: string,
  path: string,
  key: string,
  isDraft: (stored: unknown) => stored is T,
): T | null {
  return readSession(nameOf(checkoutId, path), (stored) => {
    if (typeof stored !== 'object' || stored === null || !('key' in stored) || !('draft' in stored))
      return null;
    return stored.key === key && isDraft(stored.draft) ? stored.draft : null;
  });
}

export function writeDraft(checkoutId: string, path: string, key: string, draft: unknown): void {
  writeSession(nameOf(checkoutId, path), { key, draft });
}
