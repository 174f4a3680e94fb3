import {
  addBeside,
  changeHeadings,
  changeTypes,
  deleteBlocks,
  duplicateBlocks,
  join,
  moveSelection,
  runSelection,
  toggleOutputs,
} from './block-actions.ts';
import { copySelection, cutSelection, pasteKept } from './block-clipboard.ts';
import type { KeyCommand } from './command-keys.ts';
import type { LiveNotebookView } from './live-context.ts';

/** What viewers can do, too. */
const reading: readonly KeyCommand[] = [
  'up',
  'down',
  'extend-up',
  'extend-down',
  'first',
  'last',
  'select-all',
  'copy',
  'edit',
  'run-advance',
];

/** Does what a key or a menu asks for. @returns whether there was something to do */
export function performCommand(notebook: LiveNotebookView, command: KeyCommand): boolean {
  if (!notebook.canEdit && !reading.includes(command)) return false;
  const { selection, history, commands } = notebook;
  const { ids, active } = selection.state.get();
  const order = notebook.blocks.order.get();
  const at = active === null ? -1 : order.indexOf(active);
  const go = (to: number, how: 'select' | 'extendTo') => {
    const id = order[Math.max(0, Math.min(order.length - 1, to))];
    if (id !== undefined) selection[how](id);
  };
  switch (command) {
    case 'up':
      go(at - 1, 'select');
      break;
    case 'down':
      go(at + 1, 'select');
      break;
    case 'extend-up':
      go(at - 1, 'extendTo');
      break;
    case 'extend-down':
      go(at + 1, 'extendTo');
      break;
    case 'first':
      go(0, 'select');
      break;
    case 'last':
      go(order.length - 1, 'select');
      break;
    case 'select-all':
      selection.selectAll();
      break;
    case 'edit':
      if (active !== null && notebook.canEdit) selection.edit(active);
      break;
    case 'add-above':
      addBeside(notebook, 'above');
      break;
    case 'add-below':
      addBeside(notebook, 'below');
      break;
    case 'move-up':
      moveSelection(notebook, -1);
      break;
    case 'move-down':
      moveSelection(notebook, 1);
      break;
    case 'delete':
      deleteBlocks(notebook, ids);
      break;
    case 'duplicate':
      duplicateBlocks(notebook, ids);
      break;
    case 'copy':
      copySelection(notebook);
      break;
    case 'cut':
      cutSelection(notebook);
      break;
    case 'paste':
      pasteKept(notebook, 'below');
      break;
    case 'paste-above':
      pasteKept(notebook, 'above');
      break;
    case 'join':
      join(notebook);
      break;
    case 'to-code':
      changeTypes(notebook, 'code');
      break;
    case 'to-text':
      changeTypes(notebook, 'markdown');
      break;
    case 'fold-outputs':
      toggleOutputs(notebook);
      break;
    case 'run':
      runSelection(notebook, 'stay');
      break;
    case 'run-advance':
      runSelection(notebook, 'advance');
      break;
    case 'run-insert':
      runSelection(notebook, 'insert');
      break;
    case 'interrupt':
    case 'restart':
      commands.find(command)?.();
      break;
    case 'undo':
      history.undo();
      break;
    case 'redo':
      history.redo();
      break;
    case 'shortcuts':
      return false;
    default:
      changeHeadings(notebook, Number(command.at(-1)));
  }
  return true;
}
