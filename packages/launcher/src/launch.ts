import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchedProcess } from './launched-process.ts';
import { type FromLauncher, headerBytes, type ToLauncher } from './messages.ts';

export type { LaunchedProcess } from './launched-process.ts';

export interface LaunchCommand {
  program: string;
  args: string[];
  cwd: string;
  /** The whole environment. */
  env: Record<string, string | undefined>;
  /** When the machine runs out of memory, the kernel ends this and what it starts before anything else (Linux). */
  endsFirst?: boolean;
}

interface Launcher {
  start(command: LaunchCommand): LaunchedProcess;
}

const entry = fileURLToPath(new URL('./launcher-process.ts', import.meta.url));
let running: Launcher | null = null;

/**
 * Starts a program in a process group of its own and with three pipes, as `spawn` with `detached` does, but from a
 * small process kept for it: a process that starts another stands still for as long as the kernel needs to copy the
 * tables of its memory, which for a server is tens of milliseconds each time. Whatever was started this way ends with
 * the process that asked for it.
 * @returns at once; `pid` is there from the event `spawn` on. A program that cannot be started ends in `error`.
 */
export function launch(command: LaunchCommand): LaunchedProcess {
  running ??= startLauncher(() => {
    running = null;
  });
  return running.start(command);
}

function startLauncher(onEnd: () => void): Launcher {
  const processes = new Map<number, LaunchedProcess>();
  const folder = mkdtempSync(join(tmpdir(), 'notelab-launch-'));
  const socketPath = join(folder, 'streams');
  let lastId = 0;

  const server = createServer((socket) =>
    readHeader(socket, (id, stream) => {
      const launched = processes.get(id);
      if (launched) launched.attach(stream, socket);
      else socket.destroy();
    }),
  );
  // Those who connect before it listens would be refused, so the first start waits for it.
  const listening = new Promise<void>((resolve) => server.listen(socketPath, resolve));
  server.unref();

  const child = fork(entry, [folder], {
    // Nothing of the server's own environment: it may hold keys.
    env: { PATH: process.env.PATH },
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1'],
    cwd: '/',
    // Ctrl-C where the server was started is for the server.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = (reason: string) => {
    onEnd();
    server.close();
    rmSync(folder, { recursive: true, force: true });
    for (const launched of processes.values()) launched.noteFailed({ code: 'EPIPE', message: reason });
    processes.clear();
  };
  child.once('error', (error) => end(error.message));
  child.once('exit', () => end('The process that starts others has ended.'));
  child.on('message', (message: FromLauncher) => {
    const launched = processes.get(message.id);
    if (launched) hear(launched, message);
  });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  keepAlive(child, false);

  return {
    start({ program, args, cwd, env, endsFirst = false }) {
      const id = ++lastId;
      const launched = new LaunchedProcess();
      processes.set(id, launched);
      keepAlive(child, true);
      launched.once('close', () => {
        processes.delete(id);
        if (processes.size === 0) keepAlive(child, false);
      });
      const message: ToLauncher = { type: 'start', id, socketPath, program, args, cwd, env, endsFirst };
      // One that is gone hears nothing; `exit` follows.
      void listening.then(() => child.connected && child.send(message, () => {}));
      return launched;
    },
  };
}

/** Nothing but a process that is still running keeps the one that asked for it from ending. */
function keepAlive(child: ChildProcess, alive: boolean): void {
  const change = alive ? 'ref' : 'unref';
  child[change]();
  child.channel?.[change]();
}

function hear(launched: LaunchedProcess, message: FromLauncher): void {
  switch (message.type) {
    case 'started':
      launched.noteStarted(message.pid);
      break;
    case 'failed':
      launched.noteFailed(message);
      break;
    case 'exited':
      launched.noteExited(message.exitCode, message.signal);
  }
}

function readHeader(socket: Socket, take: (id: number, stream: number) => void): void {
  socket.on('error', () => {});
  const read = () => {
    const header: Buffer | null = socket.read(headerBytes);
    if (!header) return;
    socket.off('readable', read);
    const [id, stream] = header.toString('latin1').split(':').map(Number);
    take(id!, stream!);
  };
  socket.on('readable', read);
}
