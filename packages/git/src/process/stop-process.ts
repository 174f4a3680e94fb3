import type { StartedProcess } from './git-environment.ts';

const graceMs = 3000;

/**
 * Ends a process and everything it started (its group): first politely, so that git removes its lock files and
 * half a clone, then by force.
 */
export function stopProcessGroup(child: StartedProcess): void {
  signalGroup(child, 'SIGTERM');
  const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  child.once('close', () => clearTimeout(force));
}

/** Signals every process of the group; a group that is gone already is no error. */
export function signalGroup(child: StartedProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    // It is still being started, and gets the signal then.
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // EPERM: the group runs as another user (inside the jail); ESRCH: it was not made a group, or is gone
    if (
      (error as NodeJS.ErrnoException).code === 'ESRCH' ||
      (error as NodeJS.ErrnoException).code === 'EPERM'
    ) {
      child.kill(signal);
    } else throw error;
  }
}
