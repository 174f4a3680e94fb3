import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutId } from '@notelab/contract';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

const prefix = 'aside-';

/**
 * Takes a checkout's folder out of the project until what is to take its place is there. Where it goes is named
 * after the checkout, so that it comes back when the server is killed in between.
 * @returns a folder of its own, and the old clone in it, or null when there was none
 */
export async function setAside(
  staging: string,
  id: CheckoutId,
  dir: string,
): Promise<{ folder: string; old: string | null }> {
  const folder = join(staging, `${prefix}${id}`);
  await removeTree(folder);
  await mkdir(folder, { mode: 0o700 });
  const old = join(folder, 'old');
  return { folder, old: (await renameIfThere(dir, old)) ? old : null };
}

/**
 * Puts checkouts in order that a killed server was about to change, before the staging folder is emptied: folders
 * set aside go back, clones that are whole in their project are ready, all others are forgotten.
 */
export async function recoverCheckouts({
  store,
  projects,
  staging,
}: {
  store: CheckoutStore;
  projects: Projects;
  staging: string;
}): Promise<void> {
  const dirOf = (row: CheckoutRow) => join(projects.filesOf(row.projectId).root, row.folderName);
  for (const name of await readdir(staging)) {
    const row = name.startsWith(prefix) ? await store.find(name.slice(prefix.length) as CheckoutId) : null;
    if (row && !(await isThere(dirOf(row)))) await renameIfThere(join(staging, name, 'old'), dirOf(row));
  }
  for (const row of await store.listUnfinishedClones()) {
    // A clone is put into the project when it is whole.
    if (await isThere(join(dirOf(row), '.git'))) await store.setState(row.id, 'ready');
    else await store.delete(row.id);
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );
