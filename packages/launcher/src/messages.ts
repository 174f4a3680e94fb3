/** What is asked of the launcher's process. */
export type ToLauncher = {
  type: 'start';
  id: number;
  /** The socket to connect the process's three streams to. */
  socketPath: string;
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  endsFirst: boolean;
};

/** What it says of the processes it started. */
export type FromLauncher = { id: number } & (
  | { type: 'started'; pid: number }
  | { type: 'failed'; code: string; message: string }
  | { type: 'exited'; exitCode: number | null; signal: NodeJS.Signals | null }
);

/** The first bytes on each connection: which process, and which of its streams. */
export const toHeader = (id: number, stream: 0 | 1 | 2) => `${id}:${stream}`.padEnd(headerBytes);
export const headerBytes = 24;
