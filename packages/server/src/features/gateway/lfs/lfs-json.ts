import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { explainBrokenAnswer } from '../explain-upstream.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { readLimited } from './read-limited.ts';

export const lfsType = 'application/vnd.git-lfs+json';

const maxRequestBytes = 1024 * 1024;
const maxReplyBytes = 8 * 1024 * 1024;

/** What git-lfs asks, as far as it is of the given shape. */
export async function readRequest<Shape extends z.ZodType>(
  req: IncomingMessage,
  shape: Shape,
): Promise<{ ok: true; asked: z.infer<Shape> } | Refusal> {
  const body = await readLimited(req.iterator({ destroyOnReturn: false }), maxRequestBytes);
  if (!body) return refuse(413, 'too-large', 'This asks for too much at once.');
  const { success, data } = shape.safeParse(parse(body));
  return success
    ? { ok: true, asked: data }
    : refuse(422, 'invalid-input', 'Git LFS asks nothing like this.');
}

/** What GitLab answers; Git LFS knows no larger replies than those to a batch. */
export async function readReply<Shape extends z.ZodType>(
  { body, headers }: Dispatcher.ResponseData,
  shape: Shape,
  signal: AbortSignal,
): Promise<{ ok: true; said: z.infer<Shape> } | Refusal> {
  try {
    const bytes = headers['content-encoding'] === undefined ? await readLimited(body, maxReplyBytes) : null;
    const { success, data } = shape.safeParse(bytes && parse(bytes));
    if (success) return { ok: true, said: data };
    body.destroy();
    return refuse(502, 'gitlab-refused', 'GitLab did not answer as Git LFS does.');
  } catch (error) {
    signal.throwIfAborted();
    return explainBrokenAnswer(error);
  }
}

export function sendJson(res: ServerResponse, status: number, value: object): void {
  const text = JSON.stringify(value);
  res.writeHead(status, {
    'content-type': lfsType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  res.end(text);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
