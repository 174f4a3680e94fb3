import { setTimeout as wait } from 'node:timers/promises';
import { descendantsOf } from '../jails/descendants.ts';

const rounds = 20;
const pauseMs = 25;

/**
 * Ends a shell and everything that it started, whatever signals they ignore. In a jail the kernel ends all with the
 * first process of the jail's own process numbers; without one they are sought until none is left.
 * @param hasExited whether the shell has: then its number may be another process's by now
 */
export async function endProcesses(pid: number, hasExited: () => boolean): Promise<void> {
  for (let round = 0; round < rounds && !hasExited(); round++) {
    // All are listed before the first is killed: what loses its parent is found no more.
    const pids = await Array.fromAsync(descendantsOf(pid));
    if (pids.filter(kill).length === 0) return;
    await wait(pauseMs);
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
