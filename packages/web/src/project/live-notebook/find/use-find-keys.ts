import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect } from 'react';
import { type LiveNotebookView, useLiveNotebook } from '../live-context.ts';
import type { Finder } from './finder.ts';
import type { Place } from './matches.ts';

const isMac = /mac/i.test(navigator.platform);

/** Where the keys are meant for the notebook in front: in it and its bars, at its tab and its row of the list. */
const placesOfNotebook = '#open-file, [role="tab"], [data-notebook-id]';

/** Ctrl+F and Ctrl+H look through the notebook while it has the focus, or nothing has. */
export function useFindKeys(root: RefObject<HTMLElement | null>, finder: Finder): void {
  const notebook = useLiveNotebook();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = wantedBy(event);
      if (!wanted || event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      const { activeElement } = document;
      if (activeElement !== document.body && !activeElement?.closest(placesOfNotebook)) return;
      event.preventDefault();
      event.stopPropagation();
      finder.open({
        showsReplace: wanted === 'replace' && notebook.canEdit,
        text: selectedText(root.current),
        from: placeOf(notebook, activeElement),
      });
      // It may be open already: the key goes to the field all the same.
      requestAnimationFrame(() =>
        root.current?.querySelector<HTMLInputElement>('[data-find-field]')?.select(),
      );
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [root, finder, notebook]);
}

function wantedBy({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): 'find' | 'replace' | null {
  if (shiftKey || !(isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey)) return null;
  const letter = key.toLowerCase();
  // On a Mac, Cmd+H hides the browser.
  if (isMac) return letter === 'f' || letter === 'ƒ' ? (altKey ? 'replace' : 'find') : null;
  if (altKey) return null;
  return letter === 'f' ? 'find' : letter === 'h' ? 'replace' : null;
}

function selectedText(root: HTMLElement | null): string | undefined {
  const selection = document.getSelection();
  const text = selection?.toString() ?? '';
  const isHere = selection?.anchorNode && root?.contains(selection.anchorNode);
  return isHere && text !== '' && text.length <= 200 && !text.includes('\n') ? text : undefined;
}

function placeOf({ selection }: LiveNotebookView, focused: Element | null): Place | null {
  const { active } = selection.state.get();
  if (active === null) return null;
  const view = focused instanceof HTMLElement ? EditorView.findFromDOM(focused) : null;
  return { blockId: active, offset: view?.state.selection.main.from ?? 0 };
}
