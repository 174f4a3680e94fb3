import { type ChildProcess, spawn } from 'node:child_process';

/** One git process to start: arguments after `git`, working folder, the whole environment. */
export interface GitCommand {
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** Where and how git runs; made by whoever owns the jail. */
export interface GitEnvironment {
  /** Starts git, in its own process group (`detached`) and with three pipes. May wrap it in a jail. */
  spawn(command: GitCommand): ChildProcess;
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
