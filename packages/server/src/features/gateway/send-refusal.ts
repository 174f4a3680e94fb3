import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './refusal.ts';

/**
 * Sends a refusal as plain text, the one type that git shows ("remote: …"). An answer that has begun cannot be
 * taken back: it is cut off.
 */
export function sendRefusal(req: IncomingMessage, res: ServerResponse, { status, message }: Refusal): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const text = `${message}\n`;
  res.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="Notelab"' } : {}),
    // A pack that nobody reads any more is not worth receiving.
    ...(req.complete ? {} : { connection: 'close' }),
  });
  res.end(text);
}
