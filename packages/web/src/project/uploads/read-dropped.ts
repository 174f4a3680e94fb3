import { joinPath } from '../paths.ts';
import type { UploadFile } from './upload-queue.ts';

export interface Dropped {
  /** Folders to create first, the outer ones before the inner. */
  folders: string[];
  files: UploadFile[];
}

/**
 * What was dropped from the desktop, folders with everything in them.
 * Must be called in the drop's own event handler: the browser empties the transfer when it has returned.
 */
export function readDropped(transfer: DataTransfer, folder: string): Promise<Dropped> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return readEntries(entries, folder);
}

async function readEntries(entries: FileSystemEntry[], folder: string): Promise<Dropped> {
  const dropped: Dropped = { folders: [], files: [] };
  for (const entry of entries) {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      dropped.files.push({ file, folder });
    } else if (isFolder(entry)) {
      const path = joinPath(folder, entry.name);
      const inside = await readEntries(await listEntries(entry), path);
      dropped.folders.push(path, ...inside.folders);
      dropped.files.push(...inside.files);
    }
  }
  return dropped;
}

/** The browser hands a folder's entries over in portions, the last of which is empty. */
async function listEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  while (true) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return entries;
    entries.push(...portion);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
