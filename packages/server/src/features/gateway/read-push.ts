import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { bodyHeadersToUpstream } from './forwarded-headers.ts';
import { createPushCommandParser, type PushCommand, type PushCommandList } from './receive-pack-commands.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isReplayable, type RequestBody, toStream } from './request-body.ts';

export interface Push {
  ok: true;
  commands: PushCommand[];
  capabilities: string[];
  /** What goes to GitLab: the very bytes that were read here, decoded. */
  body: RequestBody;
  /** What GitLab must know about the body. */
  headers: Record<string, string>;
}

/**
 * Reads the commands of a push and leaves the pack to stream. A compressed body is decoded for good: handing on
 * the compressed one would let GitLab's decoder see other commands than ours did.
 * @param check decides about the commands before anything else is read
 */
export async function readPush(
  req: IncomingMessage,
  check: (list: PushCommandList) => Refusal | null,
): Promise<Push | Refusal> {
  try {
    return await read(req, check);
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    return refuse(400, 'invalid-input', 'The compressed push cannot be read.');
  }
}

async function read(
  req: IncomingMessage,
  check: (list: PushCommandList) => Refusal | null,
): Promise<Push | Refusal> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
    return refuse(415, 'invalid-input', `Notelab does not understand the encoding ${encoding} of this push.`);
  }
  const chunks = decoded(req, encoding).iterator({ destroyOnReturn: false });
  const parser = createPushCommandParser();
  const begun: Buffer[] = [];
  const stop = async (refusal: Refusal) => {
    await chunks.return?.();
    return refusal;
  };

  for (;;) {
    const next: IteratorResult<Buffer, undefined> = await chunks.next();
    if (next.done) return refuse(400, 'invalid-input', 'The push ended before it said what to update.');
    begun.push(next.value);
    const list = parser.push(next.value);
    if (list.kind === 'incomplete') continue;
    if (list.kind === 'refused')
      return stop(refuse(403, 'push-refused', `This push begins with ${list.reason}.`));
    const refusal = check(list);
    if (refusal) return stop(refusal);

    // Without a command this is git's probe, and nothing may follow that has not been looked at.
    const isProbe = list.commands.length === 0;
    if (isProbe && !(await chunks.next()).done) {
      return stop(refuse(403, 'push-refused', 'This push says nothing about what to update.'));
    }
    const rest = joined(begun, chunks);
    const isPlain = encoding === 'identity';
    const body = isPlain && isReplayable(req) ? Buffer.concat(await Array.fromAsync(rest)) : toStream(rest);
    const headers = isPlain ? bodyHeadersToUpstream(req.headers) : {};
    return { ok: true, commands: list.commands, capabilities: list.capabilities, body, headers };
  }
}

function decoded(req: IncomingMessage, encoding: string): Readable {
  if (encoding === 'identity') return req;
  const gunzip = req.pipe(createGunzip());
  finished(req, (error) => {
    if (error) gunzip.destroy(error);
  });
  return gunzip;
}

async function* joined(begun: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    while (begun.length > 0) yield begun.shift()!;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Also when GitLab answers early: the request is let go, so that the server can read and drop what is left.
    await rest.return?.();
  }
}
