/** What may come within a while. */
export interface FloodLimits {
  bytes: number;
  messages: number;
  withinMs: number;
}

/**
 * Jupyter holds back outputs that come too fast, but no other messages, and programs in a kernel can send any. Reading
 * them takes the time of everybody on the server.
 */
export const usualFlood: FloodLimits = { bytes: 200 * 2 ** 20, messages: 100_000, withinMs: 10_000 };

/** @returns a function that hears of each message, and says whether it is more than is listened to */
export function watchFlood(
  { bytes, messages, withinMs }: FloodLimits,
  now: () => number = Date.now,
): (size: number) => boolean {
  let since = now();
  let [heardBytes, heardMessages] = [0, 0];
  return (size) => {
    if (now() - since > withinMs) {
      since = now();
      [heardBytes, heardMessages] = [0, 0];
    }
    heardBytes += size;
    heardMessages++;
    return heardBytes > bytes || heardMessages > messages;
  };
}
