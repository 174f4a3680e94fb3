import type { Secret } from '@notelab/gitlab';
import { type Dispatcher, fetch, type Response, WebSocket } from 'undici';
import type { z } from 'zod';
import { ProblemError } from '../../../problem.ts';

/** One Jupyter Server or Enterprise Gateway: its REST API, and the WebSockets of its kernels. */
export interface JupyterClient {
  request<Reply extends z.ZodType>(asked: {
    method: 'GET' | 'POST' | 'DELETE';
    path: string;
    body?: Record<string, string>;
    reply: Reply;
  }): Promise<z.output<Reply>>;
  openSocket(path: string): WebSocket;
}

const maxReplyBytes = 4 * 1024 * 1024;

/**
 * @param name how people know it, for what is said about failures
 * @param url without a slash at the end
 */
export function createJupyterClient({
  name,
  url,
  token,
  dispatcher,
}: {
  name: string;
  url: string;
  token: Secret | null;
  dispatcher: Dispatcher;
}): JupyterClient {
  const headers: Record<string, string> = token ? { authorization: `token ${token.reveal()}` } : {};
  const unavailable = (detail: string, raw?: string) =>
    new ProblemError('jupyter-unavailable', detail, raw === undefined ? {} : { raw });

  async function ask(method: string, path: string, body: Record<string, string> | undefined) {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        dispatcher,
        // It could lead anywhere, and the token with it.
        redirect: 'error',
      });
      return { response, text: await readText(response) };
    } catch (error) {
      throw unavailable(`${name} does not answer.`, describeFailure(error));
    }
  }

  return {
    async request({ method, path, body, reply }) {
      const { response, text } = await ask(method, path, body);
      if (response.status === 401 || response.status === 403)
        throw unavailable(`${name} does not accept the token.`, text.slice(0, 2_000));
      if (!response.ok)
        throw unavailable(`${name} answered with status ${response.status}.`, text.slice(0, 2_000));
      const { data, success } = reply.safeParse(parseOrNull(text));
      if (!success) throw unavailable(`What ${name} answered is not Jupyter’s.`, text.slice(0, 2_000));
      return data as z.output<typeof reply>;
    },

    openSocket: (path) =>
      new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, { dispatcher, headers, protocols: [] }),
  };
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxReplyBytes) throw new Error(`The reply has more than ${maxReplyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOrNull(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}

/** undici says why only in the cause. */
function describeFailure(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
