import { Button } from '@mantine/core';
import { Dialog } from '../../theme/dialog.tsx';
import classes from './shortcuts-dialog.module.css';

const groups: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Anywhere in a notebook',
    keys: [
      ['Shift Enter', 'Run, and go to the next block'],
      ['Ctrl Enter', 'Run, and stay'],
      ['Alt Enter', 'Run, and add code below'],
      ['Ctrl Z', 'Undo your last change'],
      ['Ctrl Shift Z', 'Do it again'],
    ],
  },
  {
    title: 'In a text',
    keys: [
      ['Esc', 'Leave the text, for the block'],
      ['Ctrl Shift −', 'Split at the cursor'],
    ],
  },
  {
    title: 'On a block',
    keys: [
      ['Enter', 'Write in it'],
      ['↑ ↓ or K J', 'Go to another block'],
      ['Shift ↑ ↓', 'Select several'],
      ['A, B', 'Add above, below'],
      ['D D', 'Delete'],
      ['Z', 'Undo'],
      ['X, C, V', 'Cut, copy, paste below'],
      ['Shift V', 'Paste above'],
      ['Alt ↑ ↓', 'Move'],
      ['Ctrl D', 'Duplicate'],
      ['Shift M', 'Join with the next, or what is selected'],
      ['Y, M', 'Make code, text of it'],
      ['1 … 6', 'Make a heading of it'],
      ['O', 'Fold or show the output'],
      ['I I, 0 0', 'Interrupt, restart the kernel'],
      ['H', 'These keys'],
    ],
  },
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title="Keyboard shortcuts"
      size={560}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {groups.map(({ title, keys }) => (
        <section key={title} className={classes.group}>
          <h3 className={classes.title}>{title}</h3>
          <dl className={classes.keys}>
            {keys.map(([key, words]) => (
              <div key={key} className={classes.row}>
                <dt>{key}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
