import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { collectStreamedBytes } from './collect-streamed-bytes.ts';

/** A whole body, which can be sent twice, or one that streams through once. */
export type RequestBody = Buffer | Readable;

/** Bodies up to this size are read before they are sent on, so that they can be sent again with a new token. */
const maxReplayableBytes = 1024 * 1024;

/** Whether the client announced a body that is small enough to keep. */
export function isReplayable(req: IncomingMessage): boolean {
  const announced = req.headers['content-length'];
  return announced !== undefined && Number(announced) <= maxReplayableBytes;
}

/** The body as the client sends it, encodings included. */
export async function readBody(req: IncomingMessage): Promise<RequestBody> {
  const chunks = req.iterator({ destroyOnReturn: false });
  return isReplayable(req) ? Buffer.concat(await Array.fromAsync<Buffer>(chunks)) : toStream(chunks);
}

/**
 * A stream of its own over a request: when GitLab answers before it has read everything, this stream is destroyed,
 * and the request, which still has to carry the answer, is not.
 */
export function toStream(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(counted(chunks), { objectMode: false });
}

async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    collectStreamedBytes(chunk);
    yield chunk;
  }
}
