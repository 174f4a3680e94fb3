import type { WebSocket } from 'ws';

/** Whether the page is there, and whether its reader still may look, is asked this often. */
const checkEveryMs = 20_000;

/** Close codes of our own are from 4000 on (RFC 6455, 7.4.2); these are like the statuses of HTTP. */
export const closeCodes = {
  'invalid-input': 4400,
  'not-signed-in': 4401,
  forbidden: 4403,
  'not-found': 4404,
} as const;
export type CloseReason = keyof typeof closeCodes;

/** The reason of a close frame may have 123 bytes. */
const maxReasonBytes = 123;

/** Ends a connection, and says why. */
export function closeSocket(socket: WebSocket, code: CloseReason, reason: string): void {
  let short = reason;
  while (Buffer.byteLength(short) > maxReasonBytes) short = short.slice(0, -1);
  socket.close(closeCodes[code], short);
}

/** Ends connections that no longer answer, and asks again whether the reader may still look. */
export function keepChecking(socket: WebSocket, check: () => Promise<unknown>): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    void check();
  }, checkEveryMs);
  return () => clearInterval(timer);
}
