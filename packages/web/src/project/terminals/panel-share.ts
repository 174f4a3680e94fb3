/** How much of the height the terminals take, in percent. */
export const usualShare = 34;
export const smallestShare = 12;
export const largestShare = 85;

export function boundShare(share: number): number {
  return Math.round(10 * Math.min(largestShare, Math.max(smallestShare, share))) / 10;
}

/** A share out of what was stored before a reload; null when it is not usable. */
export function parseShare(stored: unknown): number | null {
  return typeof stored === 'number' && Number.isFinite(stored) ? boundShare(stored) : null;
}

/** The share after a key on the divider; null for keys that do not move it. */
export function shareAfterKey(key: string, share: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return boundShare(share + 4);
    case 'ArrowDown':
      return boundShare(share - 4);
    case 'Home':
      return largestShare;
    case 'End':
      return smallestShare;
    case 'Enter':
      return usualShare;
    default:
      return null;
  }
}
