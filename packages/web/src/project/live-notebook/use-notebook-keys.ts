import { type ClipboardEvent, type KeyboardEvent, type RefObject, useContext, useMemo } from 'react';
import { deleteBlocks } from './block-actions.ts';
import { fillClipboard, pasteClipboard } from './block-clipboard.ts';
import { createKeyReader } from './command-keys.ts';
import { useLiveNotebook } from './live-context.ts';
import { performCommand } from './perform-command.ts';
import { ShortcutsContext } from './shortcuts-context.ts';

/** Where one writes, or presses something: keys belong to that. */
const takesKeys = 'input, textarea, select, button, a[href], summary, .cm-editor, [contenteditable="true"]';

/** Keys and the clipboard while blocks are what one works on. */
export function useNotebookKeys(scroll: RefObject<HTMLElement | null>) {
  const notebook = useLiveNotebook();
  const showShortcuts = useContext(ShortcutsContext);
  return useMemo(() => {
    const read = createKeyReader();
    const isForBlocks = (target: EventTarget) =>
      target instanceof Element && scroll.current?.contains(target) === true && !target.closest(takesKeys);
    const hasSelectedText = () => document.getSelection()?.isCollapsed === false;
    return {
      onKeyDown(event: KeyboardEvent) {
        if (event.defaultPrevented || !isForBlocks(event.target)) return;
        const command = read(event);
        if (!command) return;
        if (command === 'shortcuts') showShortcuts();
        else if (!performCommand(notebook, command)) return;
        event.preventDefault();
      },
      onCopy(event: ClipboardEvent) {
        if (!isForBlocks(event.target) || hasSelectedText()) return;
        if (fillClipboard(notebook, event.clipboardData)) event.preventDefault();
      },
      onCut(event: ClipboardEvent) {
        if (!notebook.canEdit || !isForBlocks(event.target)) return;
        if (!fillClipboard(notebook, event.clipboardData)) return;
        event.preventDefault();
        deleteBlocks(notebook, notebook.selection.state.get().ids);
      },
      onPaste(event: ClipboardEvent) {
        if (!notebook.canEdit || !isForBlocks(event.target)) return;
        if (pasteClipboard(notebook, event.clipboardData)) event.preventDefault();
      },
    };
  }, [notebook, showShortcuts, scroll]);
}
