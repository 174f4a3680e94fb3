import type { DragEvent } from 'react';
import { useLiveNotebook } from './live-context.ts';
import { createValueStore } from './value-store.ts';

/** The blocks that are being dragged in this page, and where they would be dropped. */
export const draggedBlocks = createValueStore<readonly string[]>([]);

/** Makes an element what a block, or with it all selected ones, is dragged by. */
export function useBlockDrag(id: string) {
  const { selection } = useLiveNotebook();
  return {
    draggable: true,
    onDragStart(event: DragEvent) {
      const { ids } = selection.state.get();
      const dragged = ids.includes(id) ? ids : [id];
      if (!ids.includes(id)) selection.select(id);
      selection.command();
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('application/x-notelab-block', id);
      const block = (event.target as Element).closest('[data-block]');
      if (block) event.dataTransfer.setDragImage(block, 20, 20);
      draggedBlocks.set(dragged);
    },
    onDragEnd: () => draggedBlocks.set([]),
  };
}
