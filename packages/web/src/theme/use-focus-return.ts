import { useEffect } from 'react';

const mostKept = 20;
/** What had the focus, the latest last. */
let visited: HTMLElement[] = [];

document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  visited = [...visited.filter((one) => one !== target && one.isConnected), target].slice(-mostKept);
});

/**
 * Gives the focus back when a dialog goes. What opened the dialog is often gone by then, as the item of a menu
 * is: the focus goes to the latest place that is still there, the menu's button.
 */
export function useFocusReturn(): void {
  useEffect(
    () => () => {
      // A new place that the focus has found by itself is better.
      if (document.activeElement === document.body) visited.findLast(takesFocus);
    },
    [],
  );
}

function takesFocus(element: HTMLElement): boolean {
  if (!element.isConnected) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
