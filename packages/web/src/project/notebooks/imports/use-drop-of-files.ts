import { type DragEvent, useEffect, useState } from 'react';
import { draggedFilesFormat, readDraggedFiles } from './notebook-file-names.ts';

const holdsFiles = (transfer: DataTransfer | null) => transfer?.types.includes(draggedFilesFormat) ?? false;

/**
 * A place where files of the tree can be dropped.
 * @returns `state`: `possible` while files are dragged anywhere, `over` while they are above the place
 */
export function useDropOfFiles(enabled: boolean, onFiles: (paths: string[]) => void) {
  const [isDragged, setDragged] = useState(false);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    const start = ({ dataTransfer }: globalThis.DragEvent) => setDragged(holdsFiles(dataTransfer));
    const end = () => {
      setDragged(false);
      setOver(false);
    };
    // The row that is dragged fills the transfer first: this listener comes after it.
    window.addEventListener('dragstart', start);
    window.addEventListener('dragend', end);
    window.addEventListener('drop', end);
    return () => {
      window.removeEventListener('dragstart', start);
      window.removeEventListener('dragend', end);
      window.removeEventListener('drop', end);
    };
  }, [enabled]);
  return {
    state: !isDragged ? null : isOver ? ('over' as const) : ('possible' as const),
    place: {
      onDragOver(event: DragEvent) {
        if (!enabled || !holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        if (!isOver) setOver(true);
      },
      onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      },
      onDrop(event: DragEvent) {
        const paths = readDraggedFiles(event.dataTransfer);
        if (!enabled || paths.length === 0) return;
        event.preventDefault();
        onFiles(paths);
      },
    },
  };
}
