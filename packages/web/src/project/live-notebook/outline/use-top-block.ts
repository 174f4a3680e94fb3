import { type RefObject, useEffect, useState } from 'react';

/** How far below the upper edge a block still counts as the topmost: what one reads is not cut off. */
const edgePx = 40;

/** The block at the upper edge of the notebook, as one scrolls. */
export function useTopBlock(root: RefObject<HTMLElement | null>): string | null {
  const [top, setTop] = useState<string | null>(null);
  useEffect(() => {
    const { current: element } = root;
    if (!element) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      const edge = element.getBoundingClientRect().top + edgePx;
      let found: { id: string | null; top: number } = { id: null, top: Number.NEGATIVE_INFINITY };
      for (const block of element.querySelectorAll<HTMLElement>('[data-block]')) {
        const { top: y } = block.getBoundingClientRect();
        if (y <= edge && y > found.top) found = { id: block.dataset.block ?? null, top: y };
      }
      setTop(found.id ?? element.querySelector<HTMLElement>('[data-block]')?.dataset.block ?? null);
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    soon();
    // Scrolling does not bubble.
    element.addEventListener('scroll', soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', soon, { capture: true });
    };
  }, [root]);
  return top;
}
