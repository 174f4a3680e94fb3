import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '../refusal.ts';
import { sendJson } from './lfs-json.ts';

/** Sends a refusal in the form that git-lfs shows. An answer that has begun cannot be taken back: it is cut off. */
export function sendLfsRefusal(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (refusal.status === 401) res.setHeader('www-authenticate', 'Basic realm="Notelab"');
  // An object that nobody reads any more is not worth receiving.
  if (!req.complete) res.setHeader('connection', 'close');
  sendJson(res, refusal.status, { message: refusal.message });
}
