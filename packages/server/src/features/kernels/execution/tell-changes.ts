import type { KernelState } from '@notelab/contract';

/** A state is sent whole: with so many blocks in its queue, not after each of them. */
const longQueue = 50;
const tellEveryMs = 200;

/** Tells of each state at once while queues are short, and of the latest one now and then while they are long. */
export function tellChanges(tell: (state: KernelState) => void): (state: KernelState) => void {
  let timer: NodeJS.Timeout | null = null;
  let latest: KernelState | null = null;
  return (state) => {
    latest = state;
    if (state.queue.length < longQueue) {
      if (timer) clearTimeout(timer);
      timer = null;
      tell(state);
      return;
    }
    timer ??= setTimeout(() => {
      timer = null;
      if (latest) tell(latest);
    }, tellEveryMs);
  };
}
