import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutId } from '@notelab/contract';
import { removeTree } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { Attic } from './attic.ts';
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
 * set aside go back, or into the attic where another has taken their place; clones that are whole in their project are
 * ready, all others are forgotten; a disconnection whose folder is in the attic already is finished.
 */
export async function recoverCheckouts({
  store,
  projects,
  staging,
  attic,
}: {
  store: CheckoutStore;
  projects: Projects;
  staging: string;
  attic: Attic;
}): Promise<void> {
  const dirOf = (row: CheckoutRow) => join(projects.filesOf(row.projectId).root, row.folderName);
  for (const name of await readdir(staging)) {
    const row = name.startsWith(prefix) ? await store.find(name.slice(prefix.length) as CheckoutId) : null;
    const old = join(staging, name, 'old');
    if (!row || !(await isThere(old))) continue;
    if (!(await isThere(dirOf(row)))) await rename(old, dirOf(row));
    // A whole new clone is there. Whether git could read the old one, and all of it came over, nobody knows any more.
    else await attic.keep(old, row.id, { ...row, by: { name: 'Notelab', email: '' }, why: 're-clone' });
  }
  for (const row of await store.listAll())
    if (!(await isThere(dirOf(row))) && (await attic.holdsDisconnected(row.id))) await store.delete(row.id);
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
