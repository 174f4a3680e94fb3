import type { IncomingMessage } from 'node:http';
import { bodyHeadersToUpstream } from './forwarded-headers.ts';
import { createPushCommandParser, type PushCommand, type PushCommandList } from './receive-pack-commands.ts';
import { type Refusal, refuse } from './refusal.ts';
import {
  decodedChunks,
  explainBadEncoding,
  isReplayable,
  joined,
  type RequestBody,
  toStream,
} from './request-body.ts';

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
 * Reads the commands of a push and leaves the pack to stream.
 * @param check decides about the commands before anything else is read
 */
export async function readPush(
  req: IncomingMessage,
  check: (list: PushCommandList) => Refusal | null,
): Promise<Push | Refusal> {
  try {
    return await read(req, check);
  } catch (error) {
    const refusal = explainBadEncoding(error);
    if (refusal) return refusal;
    throw error;
  }
}

async function read(
  req: IncomingMessage,
  check: (list: PushCommandList) => Refusal | null,
): Promise<Push | Refusal> {
  const chunks = decodedChunks(req);
  if ('ok' in chunks) return chunks;
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
    const isPlain = (req.headers['content-encoding'] ?? 'identity') === 'identity';
    const body = isPlain && isReplayable(req) ? Buffer.concat(await Array.fromAsync(rest)) : toStream(rest);
    const headers = isPlain ? bodyHeadersToUpstream(req.headers) : {};
    return { ok: true, commands: list.commands, capabilities: list.capabilities, body, headers };
  }
}
