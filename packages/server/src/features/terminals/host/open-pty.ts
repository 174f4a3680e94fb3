import { chownSync } from 'node:fs';
import type { Socket } from 'node:net';
import { type IPty, spawn } from '@lydell/node-pty';
import type { CommandLine } from '../../jails/jail.ts';
import type { Size } from './messages.ts';

/** A program's screen and keys (pty(7)), with the program at the other end. */
export interface Pty {
  pid: number;
  write(data: string): void;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
  onOutput(listener: (data: Buffer) => void): void;
  onExit(listener: (exit: { exitCode: number; signal: number }) => void): void;
}

/** What a program has not read yet. More is dropped: a program that never reads must not fill the memory. */
const maxWaitingInput = 8 * 1024 * 1024;

/**
 * Starts a program behind a new pty.
 * @param owner who the program will be, where that is not who starts it: some programs open their screen by name
 */
export function openPty(
  { program, args, cwd, env }: CommandLine,
  { columns, rows }: Size,
  owner: { uid: number; gid: number } | null,
): Pty {
  // The types know neither the bytes that `encoding: null` brings, nor these two fields.
  const pty = spawn(program, args, {
    cwd,
    env,
    cols: columns,
    rows,
    name: 'xterm-256color',
    encoding: null,
  }) as IPty & { ptsName: string; _socket: Socket };
  if (owner) giveTo(pty.ptsName, owner);
  let open = true;
  pty.onExit(() => {
    open = false;
  });
  return {
    pid: pty.pid,
    write(data) {
      if (open && pty._socket.writableLength < maxWaitingInput) pty.write(data);
    },
    resize(size) {
      try {
        if (open) pty.resize(size.columns, size.rows);
      } catch {
        // The program has ended and its screen is closed, of which onExit tells a moment later.
      }
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    onOutput: (listener) => void pty.onData((data) => listener(data as unknown as Buffer)),
    onExit: (listener) => void pty.onExit(({ exitCode, signal = 0 }) => listener({ exitCode, signal })),
  };
}

function giveTo(path: string, { uid, gid }: { uid: number; gid: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // The program has ended already.
  }
}
