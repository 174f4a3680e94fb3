import { lstat, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutId } from '@notelab/contract';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

const prefix = 'aside-';

/**
 * Takes a checkout's folder out of the project until what is to take its place is there. It is named after the
 * checkout, so that it comes back when the server is killed in between.
 * @returns its new path, or null when there was no folder
 */
export async function setAside(staging: string, id: CheckoutId, dir: string): Promise<string | null> {
  const aside = join(staging, `${prefix}${id}`);
  await removeTree(aside);
  return (await renameIfThere(dir, aside)) ? aside : null;
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
    if (row && !(await isThere(dirOf(row)))) await renameIfThere(join(staging, name), dirOf(row));
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
