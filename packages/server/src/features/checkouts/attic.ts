import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CheckoutId, ProjectId, RepositoryId } from '@notelab/contract';
import { removeTree } from '../projects/files.ts';

/** Where a folder in the attic came from. */
export interface AtticNote {
  projectId: ProjectId;
  repositoryId: RepositoryId;
  folderName: string;
  /** `disconnect`: it comes back when the repository is connected again; `re-clone`: git could not read it. */
  why: 'disconnect' | 're-clone';
  by: { name: string; email: string };
}

export interface AtticEntry extends AtticNote {
  /** Holds the old clone as `old`; what works on it puts the new one beside it. */
  folder: string;
  at: Date;
}

/** Old clones that left their project, kept outside of it for a while. */
export interface Attic {
  /** Moves a folder here. */
  keep(old: string, checkoutId: CheckoutId, note: AtticNote): Promise<void>;
  /** The latest clone of a repository that was disconnected from the project. */
  findDisconnected(of: { projectId: ProjectId; repositoryId: RepositoryId }): Promise<AtticEntry | null>;
  /** Whether a checkout's folder is here because it is being, or was, disconnected. */
  holdsDisconnected(checkoutId: CheckoutId): Promise<boolean>;
  remove(entry: AtticEntry): Promise<void>;
  forgetProject(id: ProjectId): Promise<void>;
  /** Lets go of what is too old, or too many, and of traces of a killed server. */
  sweep(): Promise<void>;
}

export const atticDays = 30;
const mostPerProject = 5;
const noteName = 'note.json';
/** The note is outside of it: git works there, and an old clone can name programs that write what they like. */
const clones = 'clones';

export function createAttic(folder: string): Attic {
  async function list(): Promise<AtticEntry[]> {
    const names = await readdir(folder).catch(() => []);
    const entries = await Promise.all(names.map((name) => read(join(folder, name))));
    return entries.filter((entry) => entry !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
  }
  const remove = ({ folder }: Pick<AtticEntry, 'folder'>) => removeTree(dirname(folder));

  return {
    async keep(old, checkoutId, { projectId, repositoryId, folderName, why, by }) {
      const entry = join(folder, `${checkoutId}-${Date.now()}`);
      await mkdir(join(entry, clones), { recursive: true, mode: 0o700 });
      const note: AtticNote = { projectId, repositoryId, folderName, why, by };
      // The note comes first: a folder without one is a trace of a killed server only while it is empty.
      await writeFile(join(entry, noteName), JSON.stringify(note));
      await rename(old, join(entry, clones, 'old'));
      await this.sweep();
    },

    async findDisconnected({ projectId, repositoryId }) {
      const isWanted = (entry: AtticEntry) =>
        entry.why === 'disconnect' && entry.projectId === projectId && entry.repositoryId === repositoryId;
      return (await list()).find(isWanted) ?? null;
    },

    async holdsDisconnected(checkoutId) {
      const isOf = (entry: AtticEntry) => basename(dirname(entry.folder)).startsWith(`${checkoutId}-`);
      return (await list()).some((entry) => entry.why === 'disconnect' && isOf(entry));
    },

    remove,

    async forgetProject(id) {
      for (const entry of await list()) if (entry.projectId === id) await remove(entry);
    },

    async sweep() {
      const oldestMs = Date.now() - atticDays * 24 * 3600_000;
      for (const entries of Map.groupBy(await list(), ({ projectId }) => projectId).values())
        for (const [index, entry] of entries.entries()) {
          const isEmpty = !(await stat(join(entry.folder, 'old')).catch(() => null));
          if (isEmpty || index >= mostPerProject || entry.at.getTime() < oldestMs) await remove(entry);
          else await removeTree(join(entry.folder, 'new'));
        }
    },
  };
}

async function read(entry: string): Promise<AtticEntry | null> {
  try {
    const note: AtticNote = JSON.parse(await readFile(join(entry, noteName), 'utf8'));
    return { ...note, folder: join(entry, clones), at: (await stat(join(entry, noteName))).mtime };
  } catch {
    return null;
  }
}
