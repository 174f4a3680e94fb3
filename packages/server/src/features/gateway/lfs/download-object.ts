import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { explainBrokenAnswer } from '../explain-upstream.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { askStorage, explainStorage, type Transfer } from './ask-storage.ts';
import { countBytes, WrongSize } from './count-bytes.ts';
import { toStorageUrl } from './to-ticket.ts';

const wrongSize = refuse(
  502,
  'gitlab-refused',
  'GitLab has this object in another size than it should have.',
);

/** Streams an object to git-lfs, or the part of it that an interrupted download still needs. */
export async function downloadObject(transfer: Transfer): Promise<Refusal | null> {
  const { ticket, exchange } = transfer;
  const { req, res, signal } = exchange;
  const range = /^bytes=\d+-\d*$/.exec(req.headers.range ?? '')?.[0];
  const asked: Record<string, string> = range ? { range } : {};
  const question = { method: 'GET', headers: asked, body: null } as const;
  let reply = await askStorage(transfer, question);
  const next = reply.ok && findStorage(reply.response, transfer);
  if (reply.ok && next) {
    await reply.response.body.dump();
    reply = await askStorage(transfer, question, next);
  }
  if (!reply.ok) return reply;

  const { statusCode, headers, body } = reply.response;
  const isWhole = statusCode === 200;
  const isPart = statusCode === 206 && range !== undefined;
  if (!isWhole && !isPart) return explainStorage(transfer, reply.response);
  const announced = headers['content-length'];
  const isRightSize =
    announced === undefined ||
    (isWhole ? Number(announced) === ticket.size : Number(announced) <= ticket.size);
  if (!isRightSize || headers['content-encoding'] !== undefined) {
    body.destroy();
    return wrongSize;
  }
  res.writeHead(statusCode, {
    'content-type': 'application/octet-stream',
    'cache-control': 'no-store',
    ...pick(headers, ['content-length', 'content-range', 'accept-ranges']),
  });
  // The pipeline ends both sides, so that afterwards nobody could tell which one broke first.
  let broken: Refusal | null = null;
  body.once('error', (error) => {
    if (!signal.aborted) broken = explainBrokenAnswer(error);
  });
  try {
    await pipeline(
      body,
      (chunks) => countBytes(chunks, { atLeast: isWhole ? ticket.size : 0, atMost: ticket.size }),
      res,
    );
    return null;
  } catch (error) {
    if (error instanceof WrongSize) return wrongSize;
    if (broken) return broken;
    throw error;
  }
}

/** GitLab sends on to its object storage, with an address that is a right in itself. */
function findStorage(
  { statusCode, headers: { location } }: Dispatcher.ResponseData,
  { ticket: { href }, upstream: { baseUrl } }: Transfer,
): URL | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  const isFromInstance = href.origin === new URL(baseUrl).origin;
  if (!isRedirect || !isFromInstance || typeof location !== 'string') return null;
  const target = toStorageUrl(location, baseUrl);
  // At the instance itself it is no storage but a page, or another project.
  return target && target.origin !== href.origin ? target : null;
}

function pick(headers: Record<string, string | string[] | undefined>, names: string[]) {
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}
