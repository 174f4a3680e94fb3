import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { UpstreamReply } from './ask-upstream.ts';
import { collectStreamedBytes } from './collect-streamed-bytes.ts';
import { explainBrokenAnswer } from './explain-upstream.ts';
import { headersToClient } from './forwarded-headers.ts';
import type { Refusal } from './refusal.ts';

/** Streams GitLab's answer to git, as fast as git reads it. */
export async function relay(
  { response }: UpstreamReply,
  { res, signal }: { res: ServerResponse; signal: AbortSignal },
  observe?: (chunk: Uint8Array) => void,
): Promise<Refusal | null> {
  res.writeHead(response.statusCode, headersToClient(response.headers));
  response.body.on('data', collectStreamedBytes);
  if (observe) response.body.on('data', observe);
  let broken: Refusal | null = null;
  // The pipeline ends both sides, so that afterwards nobody could tell which one broke first.
  response.body.once('error', (error) => {
    if (!signal.aborted) broken = explainBrokenAnswer(error);
  });
  try {
    await pipeline(response.body, res);
    return null;
  } catch (error) {
    if (broken) return broken;
    throw error;
  }
}
