import { readdir, readFile, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { descendantsOf } from './descendants.ts';

/** A connection that somebody opened to this machine's loopback address, as the server's end sees it. */
export interface LoopbackConnection {
  /** The port it was opened from. */
  remotePort: number;
  /** The port it was opened to. */
  localPort: number;
}

/** A process that forks, or hands its socket to a child, can be between two places when it is looked at. */
const attempts = 4;
const pauseMs = 25;

/** What a jail can make the server look at for one question, however many files it has open. */
const maxOpenFiles = 20_000;

/**
 * Whether a process of a jail holds the client's end of a connection to this machine. Asked of the kernel, in
 * /proc: nothing that a process says of itself counts. Everything in a jail descends from the process it was
 * started with, as what loses its parent falls to the first process of the jail's own process numbers.
 * @param jailPid the process that the jail was started with, as the server sees it
 */
export async function jailOwnsConnection(jailPid: number, connection: LoopbackConnection): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const inode = await findClientSocket(connection);
    if (inode !== null && (await holdsSocket(jailPid, inode))) return true;
    if (attempt === attempts) return false;
    await wait(pauseMs);
  }
}

/** The kernel's number of the client's socket, from its table of connections (proc(5), `/proc/net/tcp`). */
async function findClientSocket({ remotePort, localPort }: LoopbackConnection): Promise<string | null> {
  const loopback = endianness() === 'LE' ? '0100007F' : '7F000001';
  const client = `${loopback}:${toHexPort(remotePort)}`;
  const server = `${loopback}:${toHexPort(localPort)}`;
  // A client that speaks IPv6 reaches an IPv4 address by a mapped one, and is listed in the other table.
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readOrNull(table))?.split('\n') ?? [];
    for (const line of lines) {
      const [, from = '', to = '', , , , , , , inode = '0'] = line.trim().split(/\s+/);
      if (from.endsWith(client) && to.endsWith(server) && inode !== '0') return inode;
    }
  }
  return null;
}

const toHexPort = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

async function holdsSocket(jailPid: number, inode: string): Promise<boolean> {
  const wanted = `socket:[${inode}]`;
  let openFiles = 0;
  for await (const pid of descendantsOf(jailPid)) {
    for (const fd of await listOrNone(`/proc/${pid}/fd`)) {
      if (++openFiles > maxOpenFiles) return false;
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === wanted) return true;
    }
  }
  return false;
}

const listOrNone = (folder: string) => readdir(folder).catch(() => []);
const readOrNull = (file: string) => readFile(file, 'utf8').catch(() => null);
