import { readFileSync, writeFileSync } from 'node:fs';

/** Bytes of memory that a process holds now (Linux). */
export function residentBytes(pid: number): number {
  return readStatus(pid, 'VmRSS');
}

/** Most bytes of memory that a process held since `forgetPeak`, as the kernel kept count: no sample is missed. */
export function peakBytes(pid: number): number {
  return readStatus(pid, 'VmHWM');
}

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function readStatus(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (!kilobytes) throw new Error(`The kernel does not tell ${field} of process ${pid}.`);
  return Number(kilobytes) * 1024;
}
