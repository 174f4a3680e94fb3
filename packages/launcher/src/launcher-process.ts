// A process of its own, which stays small: to start another, the kernel copies the tables of all memory that the
// starting one has, and that is soon a hundred times what it takes here.
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { type FromLauncher, type ToLauncher, toHeader } from './messages.ts';

const [, , socketFolder] = process.argv;
const groups = new Set<number>();

// A server that is gone hears nothing more; `disconnect` follows.
const say = (message: FromLauncher) => process.send?.(message, undefined, undefined, () => {});

process.on('message', (message: ToLauncher) => void start(message));

// However the server ended: what was started for it ends with it, and its folder of sockets goes.
process.on('disconnect', () => {
  if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone already, or is another user's and ends with its parent.
    }
  }
  process.exit();
});

async function start({ id, socketPath, program, args, cwd, env, endsFirst }: ToLauncher): Promise<void> {
  const streams: Socket[] = [];
  const letGo = () => {
    for (const stream of streams) stream.destroy();
  };
  try {
    const opened = ([0, 1, 2] as const).map((number) =>
      openStream(socketPath, toHeader(id, number), streams),
    );
    const [stdin, stdout, stderr] = (await Promise.all(opened)) as [Socket, Socket, Socket];
    const options: SpawnOptions = { cwd, env, detached: true, stdio: [stdin, stdout, stderr] };
    const startNow = () => spawn(program, args, options);
    const child = endsFirst ? endingFirst(startNow) : startNow();
    child.once('error', (error: NodeJS.ErrnoException) => {
      letGo();
      say({ type: 'failed', id, code: error.code ?? '', message: error.message });
    });
    const { pid } = child;
    if (pid === undefined) return;
    groups.add(pid);
    child.once('exit', (exitCode, signal) => {
      groups.delete(pid);
      say({ type: 'exited', id, exitCode, signal });
    });
    // The process has them now. They must be closed here, or nobody would see them end.
    letGo();
    say({ type: 'started', id, pid });
  } catch (error) {
    letGo();
    const { code = '', message } = error as NodeJS.ErrnoException;
    say({ type: 'failed', id, code, message });
  }
}

const likelihoodOfEnding = '/proc/self/oom_score_adj';

/** A process inherits how likely it is to be ended, so there is no moment at which it would be spared. */
function endingFirst<T>(startNow: () => T): T {
  const own = readFileSync(likelihoodOfEnding);
  writeFileSync(likelihoodOfEnding, '1000');
  try {
    return startNow();
  } finally {
    writeFileSync(likelihoodOfEnding, own);
  }
}

async function openStream(socketPath: string, header: string, streams: Socket[]): Promise<Socket> {
  const socket = connect(socketPath);
  streams.push(socket);
  await once(socket, 'connect');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.write(header, () => resolve());
  });
  socket.on('error', () => {});
  return socket;
}
