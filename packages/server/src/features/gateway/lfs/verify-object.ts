import type { Refusal } from '../refusal.ts';
import { askStorage, explainStorage, type Transfer } from './ask-storage.ts';
import { lfsType, sendJson } from './lfs-json.ts';

/** Asks whether an uploaded object has arrived. What git-lfs says about it is not needed: the ticket knows. */
export async function verifyObject(transfer: Transfer): Promise<Refusal | null> {
  const { oid, size } = transfer.ticket;
  transfer.exchange.req.resume();
  const reply = await askStorage(transfer, {
    method: 'POST',
    headers: { 'content-type': lfsType, accept: lfsType },
    body: Buffer.from(JSON.stringify({ oid, size })),
  });
  if (!reply.ok) return reply;
  if (reply.response.statusCode !== 200) return explainStorage(transfer, reply.response);
  await reply.response.body.dump();
  sendJson(transfer.exchange.res, 200, {});
  return null;
}
