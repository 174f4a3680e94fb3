import type { Virtualizer } from '@tanstack/react-virtual';
import { type DragEvent, useState } from 'react';
import { moveBlocks } from './block-actions.ts';
import { draggedBlocks } from './block-drag.ts';
import { useLiveNotebook } from './live-context.ts';
import classes from './live-notebook.module.css';

interface Target {
  before: string | null;
  /** In pixels from the beginning of the blocks. */
  line: number;
}

/** Where dragged blocks would go, and lets them go there. */
export function useBlockDrop(virtual: Virtualizer<HTMLDivElement, Element>, ids: readonly string[]) {
  const notebook = useLiveNotebook();
  const [target, setTarget] = useState<Target | null>(null);
  const find = (event: DragEvent<HTMLElement>): Target => {
    const places = event.currentTarget.querySelector(`.${classes.blocks}`)!.getBoundingClientRect();
    const y = event.clientY - places.top;
    for (const { index, start, size } of virtual.getVirtualItems())
      if (y < start + size / 2 && y >= start - size) return { before: ids[index] ?? null, line: start };
    return { before: null, line: virtual.getTotalSize() };
  };
  return {
    line: target?.line ?? null,
    handlers: {
      onDragOver(event: DragEvent<HTMLElement>) {
        if (draggedBlocks.get().length === 0) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        const next = find(event);
        if (next.line !== target?.line) setTarget(next);
      },
      onDragLeave(event: DragEvent<HTMLElement>) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setTarget(null);
      },
      onDrop(event: DragEvent<HTMLElement>) {
        const dragged = draggedBlocks.get();
        setTarget(null);
        if (dragged.length === 0) return;
        event.preventDefault();
        moveBlocks(notebook, dragged, find(event).before);
      },
    },
  };
}

export function DropLine({ at }: { at: number | null }) {
  return at === null ? null : <div className={classes.dropLine} style={{ top: at }} />;
}
