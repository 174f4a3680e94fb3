import type { NotebookId } from '@notelab/contract';
import { type DragEvent, useState } from 'react';

/** What a dragged notebook is called among the things that can be dragged. */
const format = 'application/x-notelab-notebook';

export interface DropPlace {
  id: NotebookId;
  edge: 'above' | 'below';
}

/** Notebooks that are dragged to another place of their list. */
export function useSortingByDrag(
  ids: NotebookId[],
  onMove: (notebookId: NotebookId, before: NotebookId | null) => void,
) {
  const [dragged, setDragged] = useState<NotebookId | null>(null);
  const [place, setPlace] = useState<DropPlace | null>(null);
  const end = () => {
    setDragged(null);
    setPlace(null);
  };
  return {
    place,
    ofRow: (id: NotebookId) => ({
      onDragStart({ dataTransfer }: DragEvent) {
        dataTransfer.setData(format, id);
        dataTransfer.effectAllowed = 'move';
        setDragged(id);
      },
      onDragOver(event: DragEvent<HTMLElement>) {
        if (dragged === null) return;
        event.preventDefault();
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const edge = event.clientY < top + height / 2 ? 'above' : 'below';
        if (place?.id !== id || place.edge !== edge) setPlace({ id, edge });
      },
      onDragEnd: end,
    }),
    onDrop(event: DragEvent) {
      if (dragged === null || !place) return;
      event.preventDefault();
      event.stopPropagation();
      const before = place.edge === 'above' ? place.id : (ids[ids.indexOf(place.id) + 1] ?? null);
      if (before !== dragged && ids[ids.indexOf(dragged) + 1] !== (before ?? undefined))
        onMove(dragged, before);
      end();
    },
  };
}
