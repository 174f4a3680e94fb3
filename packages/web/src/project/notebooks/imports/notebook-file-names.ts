/** Whether notebooks can be made of a file, by its name. */
export const isImportable = (path: string): boolean => /\.(ipynb|deepnote)$/i.test(path);

/** What files and folders of the tree are called while they are dragged. */
export const draggedFilesFormat = 'application/x-notelab-files';

/** The paths that are dragged; [] when it is something else. */
export function readDraggedFiles(transfer: DataTransfer): string[] {
  try {
    const paths: unknown = JSON.parse(transfer.getData(draggedFilesFormat));
    return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}
