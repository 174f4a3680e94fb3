import { Readable } from 'node:stream';
import { type Refusal, refuse } from '../refusal.ts';
import { askStorage, explainStorage, type Transfer } from './ask-storage.ts';
import { countBytes, WrongSize } from './count-bytes.ts';
import { sendJson } from './lfs-json.ts';

/** Streams an object of git-lfs to where GitLab wants it. */
export async function uploadObject(transfer: Transfer): Promise<Refusal | null> {
  const { ticket, exchange } = transfer;
  const { req, res } = exchange;
  const { size, chunked } = ticket;
  const announced = req.headers['content-length'];
  if (announced !== undefined && Number(announced) !== size) return wrongSize(size);
  const chunks = req.iterator({ destroyOnReturn: false });
  const body = Readable.from(countBytes(chunks, { atLeast: size, atMost: size }), { objectMode: false });
  const headers = {
    'content-type': req.headers['content-type'] ?? 'application/octet-stream',
    ...(chunked ? {} : { 'content-length': String(size) }),
  };
  let isWrongSize = false;
  body.once('error', (error) => {
    isWrongSize = error instanceof WrongSize;
  });
  const reply = await askStorage(transfer, { method: 'PUT', headers, body });
  if (isWrongSize) return wrongSize(size);
  if (!reply.ok) return reply;
  const { statusCode } = reply.response;
  if (statusCode !== 200 && statusCode !== 201 && statusCode !== 204) {
    return explainStorage(transfer, reply.response);
  }
  await reply.response.body.dump();
  sendJson(res, 200, {});
  return null;
}

const wrongSize = (size: number) =>
  refuse(422, 'invalid-input', `This is not the object that was announced: it has ${size} bytes.`);
