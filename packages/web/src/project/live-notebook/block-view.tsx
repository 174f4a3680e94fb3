import { memo, useEffect, useRef } from 'react';
import { BlockBody } from './block-body.tsx';
import { BlockGutter } from './block-gutter.tsx';
import { kindInWords } from './block-kinds.ts';
import { BlockPresence } from './block-presence.tsx';
import { BlockToolbar } from './block-toolbar.tsx';
import classes from './block-view.module.css';
import { useLiveNotebook, usePicked } from './live-context.ts';
import { useBlockType } from './use-block.ts';

interface BlockViewProps {
  id: string;
  /** From 0. */
  index: number;
  count: number;
}

/** One block: its gutter, what it says, what can be done with it. */
export const BlockView = memo(function BlockView({ id, index, count }: BlockViewProps) {
  const { selection } = useLiveNotebook();
  const type = useBlockType(id);
  const isSelected = usePicked(selection.state, ({ ids }) => ids.includes(id));
  const state = usePicked(selection.state, ({ active, mode }) => (active === id ? mode : null));
  const isOneOfSeveral = usePicked(selection.state, ({ ids }) => ids.length > 1 && ids.includes(id));
  const label = `Block ${index + 1} of ${count}, ${kindInWords(type)}${isOneOfSeveral ? ', selected' : ''}`;
  return (
    <Frame id={id} label={label} isActive={state !== null} isCommand={state === 'command'}>
      <div
        className={classes.block}
        data-kind={type === 'code' ? 'code' : 'text'}
        data-selected={isSelected || undefined}
        data-active={state ?? undefined}
      >
        <BlockGutter id={id} type={type} />
        <div className={classes.content}>
          <BlockPresence id={id} />
          <BlockBody id={id} type={type} label={label} />
        </div>
        <BlockToolbar id={id} type={type} />
      </div>
    </Frame>
  );
});

interface FrameProps {
  id: string;
  label: string;
  isActive: boolean;
  isCommand: boolean;
  children: React.ReactNode;
}

/** What has the focus while keys act on blocks. */
function Frame({ id, label, isActive, isCommand, children }: FrameProps) {
  const notebook = useLiveNotebook();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = element;
    if (!current || !isCommand) return;
    // Only keys that were meant for the notebook follow the selection: nobody's cursor is taken away elsewhere.
    const { activeElement } = document;
    const isHere = activeElement === document.body || activeElement?.closest('[data-blocks]');
    if (isHere && activeElement !== current && !activeElement?.closest('[role="dialog"], [role="menu"]'))
      current.focus({ preventScroll: true });
  }, [isCommand]);
  return (
    <article
      ref={element}
      aria-label={label}
      className={classes.frame}
      tabIndex={isActive ? 0 : -1}
      data-block={id}
      onMouseDown={(event) => {
        if (event.button !== 0) return;
        const { target } = event;
        if (target instanceof Element && target.closest('button, a, input, label, .cm-editor, [role="menu"]'))
          return;
        if (event.shiftKey) {
          event.preventDefault();
          notebook.selection.extendTo(id);
        } else notebook.selection.select(id);
      }}
    >
      {children}
    </article>
  );
}
