import { mkdir } from 'node:fs/promises';
import { removeTree } from '../features/projects/files.ts';

export async function emptyFolder(folder: string): Promise<void> {
  await removeTree(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
