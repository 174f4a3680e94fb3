import { useEffect, useRef, useState } from 'react';

/** How long is waited for what a run writes first, and for its last words. */
const patienceMs = 400;

/**
 * The height that the outputs of a block had before it is run again: while the new ones come, what stands below does not
 * jump up and down. 0 when nothing is held.
 */
export function useHeldHeight(isEmpty: boolean, isBusy: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const [heldHeight, setHeldHeight] = useState(0);
  const [before, setBefore] = useState({ isEmpty, isBusy });
  if (before.isEmpty !== isEmpty || before.isBusy !== isBusy) {
    setBefore({ isEmpty, isBusy });
    // The first sign of a new run: the kernel has begun, or the old outputs are gone.
    if ((isBusy && !before.isBusy) || (isEmpty && !before.isEmpty))
      setHeldHeight((held) => Math.max(held, height.current));
  }

  useEffect(() => {
    const { current } = box;
    if (!current || isEmpty) return;
    const observer = new ResizeObserver(() => {
      height.current = current.offsetHeight;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [isEmpty]);

  useEffect(() => {
    if (heldHeight === 0 || isBusy) return;
    const timer = setTimeout(() => setHeldHeight(0), patienceMs);
    return () => clearTimeout(timer);
  }, [heldHeight, isBusy]);

  return { box, heldHeight };
}
