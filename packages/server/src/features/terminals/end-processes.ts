import { setTimeout as wait } from 'node:timers/promises';
import { descendantsOf } from '../jails/descendants.ts';

const rounds = 20;
const pauseMs = 25;

/**
 * Ends a shell and everything that it started, whatever signals they ignore. In a jail the kernel ends all with the
 * first process of the jail's own process numbers; without one they are sought until none is left.
 */
export async function endProcesses(pid: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
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
