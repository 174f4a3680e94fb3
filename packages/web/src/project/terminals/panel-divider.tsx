import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import { boundShare, largestShare, shareAfterKey, smallestShare, usualShare } from './panel-share.ts';
import classes from './terminals.module.css';

interface PanelDividerProps {
  /** What grows and shrinks, at the foot of its parent. */
  panel: RefObject<HTMLElement | null>;
  share: number;
  onShare: (share: number) => void;
}

/** The line between editor and terminals: dragged, or moved with the arrow keys. */
export function PanelDivider({ panel, share, onShare }: PanelDividerProps) {
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const room = panel.current?.parentElement?.getBoundingClientRect();
    if (room?.height) onShare(boundShare((100 * (room.bottom - event.clientY)) / room.height));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = shareAfterKey(event.key, share);
    if (next === null) return;
    event.preventDefault();
    onShare(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that is moved is a control, which hr is not
    <div
      className={classes.divider}
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the terminals"
      aria-controls={panel.current?.id}
      aria-valuemin={smallestShare}
      aria-valuemax={largestShare}
      aria-valuenow={Math.round(share)}
      tabIndex={0}
      title="Drag, or use the arrow keys; double-click for the usual height"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onShare(usualShare)}
      onKeyDown={onKeyDown}
    />
  );
}
