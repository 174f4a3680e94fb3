import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { PassThrough, pipeline } from 'node:stream';

interface LaunchedProcessEvents {
  spawn: [];
  error: [NodeJS.ErrnoException];
  exit: [exitCode: number | null, signal: NodeJS.Signals | null];
  close: [exitCode: number | null, signal: NodeJS.Signals | null];
}

/** A process that the launcher started, or is about to; of a `ChildProcess` what its callers need. */
export class LaunchedProcess extends EventEmitter<LaunchedProcessEvents> {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  pid: number | undefined;

  #input: Socket | null = null;
  /** Asked for before the process was there. */
  #signal: NodeJS.Signals | null = null;
  #ending: [exitCode: number | null, signal: NodeJS.Signals | null] | null = null;
  #openOutputs = 2;

  constructor() {
    super();
    for (const output of [this.stdout, this.stderr])
      output.once('close', () => {
        this.#openOutputs--;
        this.#closeWhenDone();
      });
    this.stdin.on('error', () => {});
  }

  /** Signals its whole group; before it is there, as soon as it is. */
  kill(signal: NodeJS.Signals = 'SIGTERM'): boolean {
    if (this.#ending) return false;
    if (this.pid === undefined) {
      this.#signal = signal;
      return true;
    }
    // A group of another user's processes can still have one of ours at its head.
    return sendSignal(-this.pid, signal) || sendSignal(this.pid, signal);
  }

  /** One of its three streams, by the number that the process knows it by. */
  attach(stream: number, socket: Socket): void {
    if (stream === 0) {
      this.#input = socket;
      this.#feed();
    } else pipeline(socket, stream === 1 ? this.stdout : this.stderr, () => {});
  }

  noteStarted(pid: number): void {
    this.pid = pid;
    this.#feed();
    this.emit('spawn');
    if (this.#signal) this.kill(this.#signal);
  }

  noteFailed({ code, message }: { code: string; message: string }): void {
    if (this.#ending) return;
    this.#ending = [null, null];
    this.#input?.destroy();
    this.emit('error', Object.assign(new Error(message), { code }));
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy();
  }

  noteExited(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.#ending = [exitCode, signal];
    this.stdin.destroy();
    this.emit('exit', exitCode, signal);
    // What nobody reads must not keep it from being closed.
    for (const output of [this.stdout, this.stderr]) if (output.readableFlowing === null) output.resume();
    this.#closeWhenDone();
  }

  /** The launcher holds the other end until the process has it, and must find nothing there to read. */
  #feed(): void {
    const input = this.#input;
    // It may have ended already, and its input with it.
    if (this.pid === undefined || !input || input.destroyed || this.stdin.destroyed) return;
    pipeline(this.stdin, input, () => {});
  }

  #closeWhenDone(): void {
    if (this.#ending && this.#openOutputs === 0) this.emit('close', ...this.#ending);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
