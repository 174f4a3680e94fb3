import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, realpathSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StartUpError } from './start-up-error.ts';

/**
 * Makes the data folder and holds it for this process: the embedded database would be damaged by two. The
 * claim is a listening socket, so it ends with the process however that ends.
 * @returns a function that gives the folder up. Throws a StartUpError when it cannot be had.
 */
export async function claimDataFolder(dataDir: string): Promise<() => Promise<void>> {
  makeWritable(dataDir);
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 24);
  // Not in the folder itself: socket paths may have at most about 100 characters.
  const socketPath = join(tmpdir(), `notelab-${name}.sock`);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(socketPath);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    if (await answers(socketPath))
      throw new StartUpError(`The data folder ${dataDir} is in use by another Notelab that is running.`);
    // Left behind by a process that was killed.
    unlinkSync(socketPath);
  }
  throw new StartUpError(`The data folder ${dataDir} cannot be claimed: ${socketPath} is in the way.`);
}

function makeWritable(dataDir: string): void {
  try {
    makeFolders(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // The superuser passes every access check, also on a read-only file system.
    const probe = join(dataDir, '.writable');
    writeFileSync(probe, '');
    unlinkSync(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartUpError(
      `The data folder ${dataDir} cannot be written (${code}). Set NOTELAB_DATA_DIR to a folder that can.`,
    );
  }
}

/** One by one: with `recursive` Node 24 never returns from a mkdir below /proc. */
function makeFolders(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  if (stats) throw Object.assign(new Error('a file is in the way'), { code: 'ENOTDIR' });
  makeFolders(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(path, () => resolve(server));
    server.unref();
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}
