import { type RefObject, useEffect } from 'react';
import { useLiveNotebook } from '../live-context.ts';
import type { Finder } from './finder.ts';
import { clearRendered, markRendered } from './rendered-matches.ts';

/** Marks matches in rendered text, and brings the block of the current match onto the page. */
export function useShownMatch(root: RefObject<HTMLElement | null>, { state }: Finder): void {
  const notebook = useLiveNotebook();
  useEffect(() => {
    const { current: element } = root;
    if (!element) return;
    let frame = 0;
    let shown = state.get().shownCount;
    let isWanted = false;
    const mark = () => {
      frame = 0;
      const at = markRendered(element, state.get());
      if (!at || !isWanted) return;
      isWanted = false;
      at.scrollIntoView({ block: 'nearest' });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(mark);
    };
    const follow = () => {
      const { shownCount, matches, current } = state.get();
      const match = matches[current];
      if (shownCount !== shown && match) {
        isWanted = true;
        const isOnPage = element.querySelector(`[data-block="${CSS.escape(match.blockId)}"]`) !== null;
        if (!isOnPage) notebook.reveal(match.blockId);
      }
      shown = shownCount;
      soon();
    };
    const unsubscribe = state.subscribe(follow);
    // Blocks come and go while one scrolls, and are written in by others.
    const observer = new MutationObserver(() => {
      if (state.get().isOpen) soon();
    });
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      unsubscribe();
      observer.disconnect();
      cancelAnimationFrame(frame);
      clearRendered(element);
    };
  }, [root, state, notebook]);
}
