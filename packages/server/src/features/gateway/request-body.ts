import type { IncomingMessage } from 'node:http';
import { finished, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { collectStreamedBytes } from './collect-streamed-bytes.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A whole body, which can be sent twice, or one that streams through once. */
export type RequestBody = Buffer | Readable;

/** Bodies up to this size are read before they are sent on, so that they can be sent again with a new token. */
const maxReplayableBytes = 1024 * 1024;

/** Whether the client announced a body that is small enough to keep. */
export function isReplayable(req: IncomingMessage): boolean {
  const announced = req.headers['content-length'];
  return announced !== undefined && Number(announced) <= maxReplayableBytes;
}

/**
 * The body without its compression. It goes to GitLab like that too: handing on the compressed one would let
 * GitLab's decoder see another request than ours did.
 */
export function decodedChunks(req: IncomingMessage): AsyncIterableIterator<Buffer> | Refusal {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return req.iterator({ destroyOnReturn: false });
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    return refuse(415, 'invalid-input', `Notelab does not understand the encoding ${encoding} of git.`);
  }
  const gunzip = req.pipe(createGunzip());
  finished(req, (error) => {
    if (error) gunzip.destroy(error);
  });
  return gunzip.iterator({ destroyOnReturn: false });
}

/** What to say when a body was not what its encoding says; null when the failure is another one. */
export function explainBadEncoding(error: unknown): Refusal | null {
  if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return null;
  return refuse(400, 'invalid-input', 'The compressed request cannot be read.');
}

/**
 * Reads the body to its end when it is short, and otherwise so much of it that its beginning can be looked at.
 */
export async function readBeginning(
  req: IncomingMessage,
): Promise<{ ok: true; beginning: Buffer; body: RequestBody } | Refusal> {
  const chunks = decodedChunks(req);
  if ('ok' in chunks) return chunks;
  const begun: Buffer[] = [];
  try {
    for (let bytes = 0; bytes <= maxReplayableBytes; ) {
      const next = await chunks.next();
      if (next.done) {
        const whole = Buffer.concat(begun);
        return { ok: true, beginning: whole, body: whole };
      }
      begun.push(next.value);
      bytes += next.value.length;
    }
  } catch (error) {
    const refusal = explainBadEncoding(error);
    if (refusal) return refusal;
    throw error;
  }
  return { ok: true, beginning: Buffer.concat(begun), body: toStream(joined(begun, chunks)) };
}

/**
 * A stream of its own over a request: when GitLab answers before it has read everything, this stream is destroyed,
 * and the request, which still has to carry the answer, is not.
 */
export function toStream(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(counted(chunks), { objectMode: false });
}

/** What was read of a body, then the rest of it. */
export async function* joined(begun: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    while (begun.length > 0) yield begun.shift()!;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Also when GitLab answers early: the request is let go, so that the server can read and drop what is left.
    await rest.return?.();
  }
}

async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    collectStreamedBytes(chunk);
    yield chunk;
  }
}
