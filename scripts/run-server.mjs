import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { env, node, root } from './ensure-installed.mjs';

/** Compiled modules, types stripped, for the next start. */
const compiled = { NODE_COMPILE_CACHE: join(root, '.cache/compiled') };

/** Runs one of our TypeScript entry points with the pinned Node until it ends, passing signals on. */
export function runServer(entry, nodeOptions = []) {
  const child = spawn(node, [...nodeOptions, '--disable-warning=ExperimentalWarning', entry], {
    cwd: root,
    stdio: 'inherit',
    env: { ...compiled, ...env },
  });
  // Ctrl+C reaches the child by itself, as it is in the terminal's process group; a kill of this process must be told.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
}
