import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Numbers of processors as taskset(1) takes them; one alone is shared. */
export const serverProcessors = '0';
export const otherProcessors = availableParallelism() > 1 ? `1-${availableParallelism() - 1}` : '0';

/** Keeps a process with all its threads, and whatever it starts from now on, to these processors (Linux). */
export function runOnProcessors(pid: number, processors: string): void {
  execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', processors, String(pid)], {
    stdio: 'ignore',
  });
}
