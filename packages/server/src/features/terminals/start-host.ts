import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Log } from '../../log.ts';
import type { FromHost, Size, ToHost } from './host/messages.ts';

const entry = fileURLToPath(new URL('./host/main.ts', import.meta.url));

/** Typed text on its way to shells. More is dropped: pages must not be able to fill the server's memory. */
const maxWaitingInput = 32 * 1024 * 1024;

/** Hears of one screen. */
export interface ScreenListener {
  onOutput(data: Uint8Array): void;
  onExit(exit: { exitCode: number; signal: number }): void;
  onSnapshotBegins(request: number): void;
  onSnapshot(request: number, snapshot: Size & { screen: string }): void;
  /** The process that held the screen is gone, and the shell with it. */
  onLost(): void;
}

export interface TerminalHost {
  /** Hears of a screen until it is forgotten. */
  listen(id: string, listener: ScreenListener): void;
  /** @returns the process that the shell was started with. */
  start(request: Omit<Extract<ToHost, { type: 'start' }>, 'type'>): Promise<number>;
  send(message: Exclude<ToHost, { type: 'start' }>): void;
  close(): Promise<void>;
}

/** The process that holds the screens of all terminals. It is started when it is needed first. */
export function createTerminalHost(log: Log): TerminalHost {
  const listeners = new Map<string, ScreenListener>();
  const starting = new Map<string, PromiseWithResolvers<number>>();
  let child: ChildProcess | null = null;
  let closing = false;
  let waitingInput = 0;

  function ensureRunning(): ChildProcess {
    if (child) return child;
    const started = fork(entry, [], {
      // Nothing of the server's own environment: it may hold keys.
      env: { PATH: process.env.PATH },
      // Output leaves much that is soon forgotten: collected often, it takes little memory.
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'],
      serialization: 'advanced',
      // Ctrl-C where the server was started is for the server, which ends its terminals in good order.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.on('message', (message) => hear(message as FromHost));
    started.on('error', (error) => log.error({ err: error }, 'the process that holds the terminals failed'));
    started.once('exit', (code, signal) => {
      if (child === started) child = null;
      if (!closing) log.error({ code, signal }, 'the process that holds the terminals ended');
      for (const { reject } of starting.values()) reject(new Error('The terminal could not be started.'));
      starting.clear();
      for (const listener of [...listeners.values()]) listener.onLost();
      listeners.clear();
    });
    child = started;
    return started;
  }

  function hear(message: FromHost) {
    const { id } = message;
    const listener = listeners.get(id);
    switch (message.type) {
      case 'started':
        starting.get(id)?.resolve(message.pid);
        return void starting.delete(id);
      case 'failed':
        starting.get(id)?.reject(new Error(message.reason));
        return void starting.delete(id);
      case 'output':
        return listener?.onOutput(message.data);
      case 'exited':
        return listener?.onExit(message);
      case 'snapshot-begins':
        return listener?.onSnapshotBegins(message.request);
      case 'snapshot':
        return listener?.onSnapshot(message.request, message);
    }
  }

  function post(to: ChildProcess, message: ToHost): void {
    const bytes = message.type === 'input' ? message.data.length : 0;
    if (!to.connected || waitingInput + bytes > maxWaitingInput) return;
    waitingInput += bytes;
    // A process that is gone hears nothing more; `exit` follows.
    to.send(message, () => {
      waitingInput -= bytes;
    });
  }

  return {
    listen: (id, listener) => void listeners.set(id, listener),

    start(request) {
      const started = Promise.withResolvers<number>();
      starting.set(request.id, started);
      post(ensureRunning(), { type: 'start', ...request });
      return started.promise;
    },

    send(message) {
      if (message.type === 'forget') listeners.delete(message.id);
      if (child) post(child, message);
    },

    async close() {
      closing = true;
      if (!child) return;
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
}
