import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'undici';
import { z } from 'zod';
import { ProblemError } from '../../../problem.ts';
import type { JupyterClient } from './client.ts';
import { usualFlood, watchFlood } from './flood.ts';
import {
  type KernelMessage,
  type OutgoingMessage,
  parseMessage,
  readStatus,
  writeMessage,
} from './messages.ts';

/** One kernel that runs, and the connection to it. */
export interface Kernel {
  /** As `Python 3.11.2`. */
  language: string;
  /** @returns the id of the message; what belongs to it names that as its parent. */
  send(message: OutgoingMessage): string;
  /** Sends and waits for the reply; null when none came in time. */
  ask(message: OutgoingMessage, withinMs: number): Promise<KernelMessage['content'] | null>;
  interrupt(): Promise<void>;
  /** Ends it, with a moment to tidy up. */
  shutDown(): Promise<void>;
  /** Closes the connection alone: the kernel's server is gone. */
  disconnect(): void;
}

export interface KernelListener {
  onMessage(message: KernelMessage): void;
  /** It has ended by itself, or cannot be reached any more. Nothing comes after this. */
  onLost(problem: ProblemError): void;
  /** What a message says could not be done. */
  onFailed(error: unknown): void;
}

const KernelModel = z.object({ id: z.string().regex(/^[\w-]{1,100}$/) });
const LanguageInfo = z.object({ language_info: z.object({ name: z.string(), version: z.string() }) });

const answersWithinMs = 60_000;
/** Jupyter keeps what a kernel says while nobody is connected, for whoever comes back with the same session. */
const reconnectAfterMs = [200, 1_000, 3_000, 10_000, 20_000];

/** Starts a kernel. @param folder where it works, relative to what the server serves; null: its own choice */
export async function startKernel(
  client: JupyterClient,
  { name, folder }: { name: string | null; folder: string | null },
  listener: KernelListener,
): Promise<Kernel> {
  const body = { ...(name !== null && { name }), ...(folder !== null && { path: folder }) };
  const { id } = await client.request({ method: 'POST', path: '/api/kernels', body, reply: KernelModel });
  const path = `/api/kernels/${id}`;
  const session = randomUUID();
  const waiting = new Map<string, (content: KernelMessage['content'] | null) => void>();
  const isFlood = watchFlood(usualFlood);
  let socket: WebSocket | null = null;
  let isOver = false;

  const shutDown = async () => {
    if (isOver) return;
    disconnect();
    await client.request({ method: 'DELETE', path, reply: z.unknown() }).catch(() => {});
  };

  function disconnect(): void {
    isOver = true;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
    socket?.close();
  }

  function lose(problem: ProblemError): void {
    if (isOver) return;
    void shutDown();
    listener.onLost(problem);
  }

  function hear(message: KernelMessage): void {
    if (isOver) return;
    const status = readStatus(message);
    // Nobody asks for a restart here, so this is Jupyter's own, of a kernel that has ended.
    if (status === 'dead' || status === 'restarting') {
      lose(new ProblemError('kernel-died', 'The kernel ended by itself.'));
      return;
    }
    const answer = message.channel === 'iopub' ? null : waiting.get(message.parent_header?.msg_id ?? '');
    if (answer) answer(message.content);
    else listener.onMessage(message);
  }

  function connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      const opened = client.openSocket(`${path}/channels?session_id=${session}`);
      let wasOpen = false;
      opened.onopen = () => {
        wasOpen = true;
        socket = opened;
        resolve();
      };
      opened.onmessage = ({ data }) => {
        if (isFlood(typeof data === 'string' ? data.length : data.size)) {
          lose(new ProblemError('kernel-died', 'The kernel said more than anybody can read, and was ended.'));
          return;
        }
        const message = typeof data === 'string' ? parseMessage(data) : null;
        try {
          if (message) hear(message);
        } catch (error) {
          // Thrown out of here it would end the server.
          listener.onFailed(error);
        }
      };
      opened.onerror = () => {};
      opened.onclose = () => {
        if (!wasOpen) return reject(new Error('The connection to the kernel could not be opened.'));
        socket = null;
        if (!isOver) void reconnect();
      };
    });
  }

  async function reconnect(): Promise<void> {
    for (const pauseMs of reconnectAfterMs) {
      await wait(pauseMs, null, { ref: false });
      if (isOver) return;
      try {
        return await connect();
      } catch {
        // The next one, or none.
      }
    }
    lose(new ProblemError('jupyter-unavailable', 'The connection to the kernel was lost.'));
  }

  function send(message: OutgoingMessage): string {
    const messageId = randomUUID();
    socket?.send(writeMessage(message, messageId, session));
    return messageId;
  }

  async function ask(message: OutgoingMessage, withinMs: number): Promise<KernelMessage['content'] | null> {
    const messageId = send(message);
    const { promise, resolve } = Promise.withResolvers<KernelMessage['content'] | null>();
    waiting.set(messageId, resolve);
    const timer = setTimeout(() => resolve(null), withinMs);
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(messageId);
    });
  }

  try {
    await connect();
    const info = await ask({ channel: 'shell', type: 'kernel_info_request', content: {} }, answersWithinMs);
    const { data } = LanguageInfo.safeParse(info);
    if (!data) throw new Error('The kernel does not say what it is.');
    return {
      language: describeLanguage(data.language_info),
      send,
      ask,
      async interrupt() {
        await client.request({ method: 'POST', path: `${path}/interrupt`, reply: z.unknown() });
      },
      shutDown,
      disconnect,
    };
  } catch (error) {
    await shutDown();
    const { message } = error as Error;
    throw error instanceof ProblemError ? error : new ProblemError('kernel-failed', message);
  }
}

function describeLanguage({ name, version }: { name: string; version: string }): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1, 50)} ${version.slice(0, 50)}`;
}
