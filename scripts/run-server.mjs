import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { env, node, root } from './ensure-installed.mjs';

/** What makes the server start faster: compiled modules, types stripped, are kept for the next start. */
const compiled = { NODE_COMPILE_CACHE: join(root, '.cache/compiled') };
const options = [
  '--import',
  join(root, 'scripts/resolve-drizzle.mjs'),
  '--disable-warning=ExperimentalWarning',
];

/** Runs one of our TypeScript entry points with the pinned Node until it ends, passing signals on. */
export function runServer(entry) {
  const child = spawn(node, [...options, entry], {
    cwd: root,
    stdio: 'inherit',
    env: { ...compiled, ...env },
  });
  // Ctrl+C reaches the child by itself, as it is in the terminal's process group; a kill of this process must be told.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
}
