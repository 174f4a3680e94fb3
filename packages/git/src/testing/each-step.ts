import type { GitEnvironment } from '../process/git-environment.ts';
import { type FolderState, putFolderState, readFolderState } from './folder-state.ts';

/** One after the other in the same place: each is there until the next one is asked for. */
export interface Copies extends Iterable<string> {
  readonly length: number;
}

/**
 * Remembers a folder as it is before each git process that something starts, and as it is in the end: what is left of
 * it when the one who does it dies there. Nothing that would come later is done, no tidying up either. Processes
 * between which nothing on disk changes make one step.
 * @returns the folder's copies
 */
export async function copyAtEachStep(
  git: GitEnvironment,
  folder: string,
  act: (git: GitEnvironment) => Promise<unknown>,
): Promise<Copies> {
  const states: FolderState[] = [];
  const remember = () => {
    const last = states.at(-1);
    const now = readFolderState(folder, last);
    if (!last || !isSame(last, now)) states.push(now);
  };
  await act({
    ...git,
    spawn(command) {
      remember();
      return git.spawn(command);
    },
  });
  remember();
  return {
    length: states.length,
    *[Symbol.iterator]() {
      const copy = `${folder}-copy`;
      let put: ReturnType<typeof putFolderState> | undefined;
      for (const state of states) {
        put = putFolderState(copy, state, put);
        yield copy;
      }
    },
  };
}

function isSame(one: FolderState, other: FolderState): boolean {
  return one.size === other.size && [...one].every(([path, entry]) => other.get(path) === entry);
}
