import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
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

const maxProcessesAsked = 1000;
const run = promisify(execFile);

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
  const closedToUs: number[] = [];
  let openFiles = 0;
  for await (const pid of descendantsOf(jailPid)) {
    for await (const target of readlinks(`/proc/${pid}/fd`)) {
      if (++openFiles > maxOpenFiles) return false;
      if (target === wanted) return true;
      if (target !== 'EACCES') continue;
      closedToUs.push(pid);
      break;
    }
  }
  return closedToUs.length > 0 && isHeldByJailedUser(closedToUs, inode);
}

/**
 * A server in a container may be root and still not look into processes of others (CAP_SYS_PTRACE). It may become
 * the user that they run as, who may.
 */
async function isHeldByJailedUser(pids: number[], inode: string): Promise<boolean> {
  const user = await stat(`/proc/${pids[0]}`).catch(() => null);
  if (!user) return false;
  const become = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--no-new-privs', '--'];
  const folders = pids.slice(0, maxProcessesAsked).map((pid) => `/proc/${pid}/fd`);
  const find = ['find', ...folders, '-maxdepth', '1', '-lname', `socket:\\[${inode}\\]`, '-print', '-quit'];
  const options = { env: { PATH: '/usr/local/bin:/usr/bin:/bin' }, timeout: 5000 };
  // It also fails when one of the processes has ended meanwhile; what it found counts all the same.
  const found = await run('setpriv', [...become, ...find], options).catch(
    (error) => error as { stdout?: string },
  );
  return Boolean(found.stdout);
}

/** Where the links of a folder lead, or why one cannot be read: `EACCES`. */
async function* readlinks(folder: string): AsyncGenerator<string> {
  const toCode = ({ code }: NodeJS.ErrnoException) => String(code);
  const names = await readdir(folder).catch(toCode);
  if (typeof names === 'string') yield names;
  else for (const name of names) yield await readlink(`${folder}/${name}`).catch(toCode);
}

const readOrNull = (file: string) => readFile(file, 'utf8').catch(() => null);
