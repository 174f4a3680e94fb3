import { readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { descendantsOf } from '../jails/descendants.ts';

/** A shell that runs, as the watch sees it. */
export interface WatchedShell {
  /** The process that its jail was started with. */
  pid: number;
  /** Shows a sentence in the terminal. */
  say(sentence: string): void;
  /** Ends the terminal for this reason. */
  end(reason: string): void;
}

export interface ResourceLimits {
  /** All processes of one terminal together. */
  memoryBytes: number;
  /** What must stay free on the disk of the data folder. */
  diskReserveBytes: number;
}

interface Load {
  pid: number;
  bytes: number;
}

const pageBytes = 4096;
/** What the machine must have left; below it the terminal that uses most is looked at. */
const memoryReserveBytes = Math.min(totalmem() / 20, 512 * 2 ** 20);
const writersAreComparedForMs = 300;
/** What a process must have written in that time to be the one that fills the disk. */
const writesMuchBytes = 64 * 1024;

/**
 * Looks every few seconds, while shells run, whether one of them uses up the machine's memory or the disk, and ends
 * the process that does. The kernel limits each process by itself; this is for many of them together.
 * @param shellDepth how many processes stand between the first one of a shell's jail and the shell
 */
export function watchResources({
  list,
  names,
  limits,
  dataDir,
  shellDepth,
  intervalMs,
  log,
}: {
  list(): WatchedShell[];
  /** What people call a shell: `the terminal`, `this terminal`. */
  names: { the: string; this: string };
  limits: ResourceLimits;
  dataDir: string;
  shellDepth: number;
  intervalMs: number;
  log: Log;
}): { close(): Promise<void> } {
  let checking: Promise<void> | null = null;
  const timer = setInterval(() => {
    checking ??= check()
      .catch((error) => log.warn({ err: error }, 'what terminals use could not be looked at'))
      .finally(() => {
        checking = null;
      });
  }, intervalMs);
  timer.unref();

  async function check(): Promise<void> {
    const shells = list();
    if (shells.length === 0) return;
    await checkMemory(shells);
    await checkDisk(shells);
  }

  async function checkMemory(shells: WatchedShell[]): Promise<void> {
    let most: { shell: WatchedShell; loads: Load[]; bytes: number } | null = null;
    for (const shell of shells) {
      const loads = await measure(shell.pid, readOwnMemory);
      const filesBytes = shellDepth > 0 ? await readMemoryFiles(loads) : 0;
      const bytes = filesBytes + sum(loads);
      if (bytes > limits.memoryBytes && filesBytes + (await measureExactly(loads)) > limits.memoryBytes)
        await endLargest(
          shell,
          loads,
          `${names.this} used more than ${toGibibytes(limits.memoryBytes)} of memory`,
        );
      else if (!most || bytes > most.bytes) most = { shell, loads, bytes };
    }
    if (most && (await readAvailableMemory()) < memoryReserveBytes)
      await endLargest(most.shell, most.loads, 'the server’s machine is running out of memory');
  }

  async function checkDisk(shells: WatchedShell[]): Promise<void> {
    if ((await readFreeDisk(dataDir)) >= limits.diskReserveBytes) return;
    const before = await Promise.all(shells.map(({ pid }) => measure(pid, readWritten)));
    await wait(writersAreComparedForMs);
    let most: { shell: WatchedShell; loads: Load[]; bytes: number } | null = null;
    for (const [index, shell] of shells.entries()) {
      const earlier = new Map(before[index]!.map(({ pid, bytes }) => [pid, bytes]));
      const loads = (await measure(shell.pid, readWritten)).map(({ pid, bytes }) => ({
        pid,
        bytes: bytes - (earlier.get(pid) ?? 0),
      }));
      const bytes = Math.max(0, ...loads.map((load) => load.bytes));
      if (bytes > (most?.bytes ?? writesMuchBytes)) most = { shell, loads, bytes };
    }
    if (most) await endLargest(most.shell, most.loads, 'the server’s disk is running full');
  }

  async function endLargest(shell: WatchedShell, loads: Load[], why: string): Promise<void> {
    const largest = loads.reduce((one, other) => (other.bytes > one.bytes ? other : one));
    const name = await readName(largest.pid);
    log.warn({ name, why }, `a process of ${names.the} was ended`);
    if (loads.findIndex(({ pid }) => pid === largest.pid) <= shellDepth)
      return shell.end(`Notelab ended ${names.the}: ${why}.`);
    try {
      process.kill(largest.pid, 'SIGKILL');
      shell.say(`Notelab ended “${name}”: ${why}.`);
    } catch {
      // It has ended meanwhile.
    }
  }

  return {
    async close() {
      clearInterval(timer);
      await checking;
    },
  };
}

async function measure(shellPid: number, read: (pid: number) => Promise<number>): Promise<Load[]> {
  const loads: Load[] = [];
  for await (const pid of descendantsOf(shellPid)) loads.push({ pid, bytes: await read(pid).catch(() => 0) });
  return loads;
}

const sum = (loads: Load[]) => loads.reduce((total, { bytes }) => total + bytes, 0);

/** Without what is shared with files; memory that processes share since a fork counts for each of them. */
async function readOwnMemory(pid: number): Promise<number> {
  const [, resident = 0, shared = 0] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ').map(Number);
  return (resident - shared) * pageBytes;
}

/** Each shared page once: costly to ask for, so only when the quick count says too much. */
async function measureExactly(loads: Load[]): Promise<number> {
  let total = 0;
  for (const { pid, bytes } of loads) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const exact = /^Pss_Anon:\s+(\d+) kB$/m.exec(text)?.[1];
    total += exact === undefined ? bytes : Number(exact) * 1024;
  }
  return total;
}

/** Files in memory belong to no process: those in /tmp and /dev/shm of a jail. */
async function readMemoryFiles(loads: Load[]): Promise<number> {
  const first = loads[1];
  if (!first) return 0;
  let total = 0;
  for (const folder of ['tmp', 'dev/shm']) {
    const { type, blocks, bfree, bsize } = await statfs(`/proc/${first.pid}/root/${folder}`).catch(
      () => noStatFs,
    );
    if (type === tmpfs) total += (blocks - bfree) * bsize;
  }
  return total;
}
const tmpfs = 0x01021994;
const noStatFs = { type: 0, blocks: 0, bfree: 0, bsize: 0 };

async function readWritten(pid: number): Promise<number> {
  return Number(/^write_bytes: (\d+)$/m.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0);
}

async function readFreeDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function readAvailableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? Number.POSITIVE_INFINITY : Number(kibibytes) * 1024;
}

/** What a process calls itself: anything, so only what can do no harm on a screen. */
async function readName(pid: number): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '') || 'a program';
}

const toGibibytes = (bytes: number) => `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;
