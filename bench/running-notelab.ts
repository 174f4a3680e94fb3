import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `npm start` runs, without npm. */
export const startScript = [process.execPath, 'scripts/start.mjs'];

export interface RunningNotelab {
  url: string;
  /** From the start of the command to its ready line. */
  startMs: number;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Runs a command in the repository's folder that starts Notelab, on free ports, and waits for its ready line. */
export async function startNotelab(
  [program = '', ...args]: string[],
  options: { dataDir: string; env?: Record<string, string>; withChannel?: boolean },
): Promise<RunningNotelab> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', options.withChannel ? 'ipc' : 'ignore'],
    env: {
      ...process.env,
      NOTELAB_PORT: '0',
      GITLAB_SANDBOX_PORT: '0',
      NOTELAB_DATA_DIR: options.dataDir,
      NOTELAB_LOG: 'warn',
      ...options.env,
    },
  });
  const url = await waitForUrl(child);
  const startMs = performance.now() - startedAt;
  return {
    url,
    startMs,
    process: child,
    async stop() {
      // Not its exit: npm may be gone before the processes it started, which write to the same output.
      const ended = once(child, 'close');
      child.stdout?.resume();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitForUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /^Notelab is ready: (\S+)$/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error('Notelab ended before it was ready.');
}
