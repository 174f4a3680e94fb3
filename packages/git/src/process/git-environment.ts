import { spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** One git process to start: arguments after `git`, working folder, the whole environment. */
export interface GitCommand {
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** A process with three pipes: what a `ChildProcess` and its likes have in common. */
export interface StartedProcess extends EventEmitter {
  /** Not there yet while another process is starting it. */
  readonly pid?: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  kill(signal: NodeJS.Signals): boolean;
}

/** Where and how git runs; made by whoever owns the jail. */
export interface GitEnvironment {
  /** Starts git, in its own process group (`detached`) and with three pipes. May wrap it in a jail. */
  spawn(command: GitCommand): StartedProcess;
  /** Variables that are added to, and win over, those every git process gets: HOME, PATH, identity … */
  env: Record<string, string>;
  /** Configuration added after the defaults, in this order: credential helper, `url.<gateway>.insteadOf` … */
  config: [key: string, value: string][];
}

/** git started directly, without a jail: for tests and for machines that have none. */
export function plainGit(options: Partial<Omit<GitEnvironment, 'spawn'>> = {}): GitEnvironment {
  return {
    spawn: ({ args, cwd, env }) => spawn('git', args, { cwd, env, detached: true, stdio: 'pipe' }),
    env: options.env ?? {},
    config: options.config ?? [],
  };
}
