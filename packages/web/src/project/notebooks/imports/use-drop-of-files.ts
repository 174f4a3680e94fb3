import { type DragEvent, useEffect, useState } from 'react';
import { draggedFilesFormat, readDraggedFiles } from './notebook-file-names.ts';

const holdsFiles = (transfer: DataTransfer | null) => transfer?.types.includes(draggedFilesFormat) ?? false;
const isFromDesktop = ({ types }: DataTransfer) => types.includes('Files');

/**
 * A place where files of the tree, and of the desktop, can be dropped.
 * @returns `state`: `possible` while files are dragged anywhere, `over` while they are above the place
 */
export function useDropOfFiles(
  enabled: boolean,
  onFiles: (paths: string[]) => void,
  onDesktop: (transfer: DataTransfer) => void,
) {
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
    state: isOver ? ('over' as const) : isDragged ? ('possible' as const) : null,
    place: {
      onDragOver(event: DragEvent) {
        const { dataTransfer } = event;
        if (!enabled || !(holdsFiles(dataTransfer) || isFromDesktop(dataTransfer))) return;
        event.preventDefault();
        dataTransfer.dropEffect = 'copy';
        if (!isOver) setOver(true);
      },
      onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      },
      onDrop(event: DragEvent) {
        if (!enabled) return;
        const paths = readDraggedFiles(event.dataTransfer);
        if (paths.length === 0 && !isFromDesktop(event.dataTransfer)) return;
        event.preventDefault();
        setOver(false);
        if (paths.length > 0) onFiles(paths);
        else onDesktop(event.dataTransfer);
      },
    },
  };
}
