import type { KernelState } from '@notelab/contract';

export type KernelTone = 'quiet' | 'ready' | 'working' | 'bad';

/** A kernel's state in a word or two. */
export function kernelInWords({ status, queue }: Pick<KernelState, 'status' | 'queue'>): {
  label: string;
  tone: KernelTone;
} {
  switch (status) {
    case 'none':
      return { label: 'No kernel', tone: 'quiet' };
    case 'stopped':
      return { label: 'Stopped', tone: 'quiet' };
    case 'starting':
      return { label: 'Starting …', tone: 'working' };
    case 'restarting':
      return { label: 'Restarting …', tone: 'working' };
    case 'idle':
      return { label: 'Idle', tone: 'ready' };
    case 'busy':
      return { label: queue.length === 0 ? 'Busy' : `Busy, ${queue.length} queued`, tone: 'working' };
    case 'dead':
      return { label: 'Dead', tone: 'bad' };
  }
}

/** How long a run took or takes: “0.4 s”, “12 s”, “3:05”, “1:02:10”. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const reasons = {
  error: 'of the error here',
  interrupted: 'this was interrupted',
  died: 'the kernel died here',
};

/** Why blocks that waited were left out; null when none were. */
export function haltInWords({ reason, leftOut }: NonNullable<KernelState['halted']>): string | null {
  if (leftOut === 0) return null;
  const blocks = leftOut === 1 ? '1 block that waited was' : `${leftOut} blocks that waited were`;
  return `${blocks} not run, because ${reasons[reason]}.`;
}
