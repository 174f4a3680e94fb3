import { readFileSync } from 'node:fs';

/** What the kernel counts processor time in (USER_HZ), on every platform that Linux runs on today. */
const ticksPerSecond = 100;

/** Seconds of processor time that a process has used so far, of its own and in the kernel for it (Linux). */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program's name, in brackets, may hold anything; utime and stime are fields 14 and 15 (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
