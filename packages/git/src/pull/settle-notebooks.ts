import type { GitEnvironment } from '../process/git-environment.ts';
import { readBlob } from '../repository/read-blob.ts';
import { type Conflict, listConflicts } from './list-conflicts.ts';
import { conflictKey, resolveConflict, writeUnresolved } from './resolve-conflict.ts';

/** The three states of a notebook; null where it is not there. */
export interface NotebookStates {
  base: string | null;
  head: string;
  other: string;
}

/**
 * Merges a notebook by cells.
 * @returns its text, with HEAD's side where both changed the same cell (`isWhole` false); null when it cannot be read
 */
export type MergeNotebook = (states: NotebookStates) => { text: string; isWhole: boolean } | null;

/** What is read for a merge takes some thirty times as much of the server's memory. */
const maxBytes = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Merges the notebooks among the conflicts: those that nobody needs to decide about are resolved, of the others
 * what could be merged is on disk.
 * @returns the conflicts that are left
 */
export async function settleNotebooks(
  git: GitEnvironment,
  dir: string,
  mergeNotebook: MergeNotebook,
): Promise<Conflict[]> {
  for (const conflict of await listConflicts(git, dir)) {
    const states = isNotebook(conflict) ? await readStates(git, dir, conflict) : null;
    const merged = states && mergeNotebook(states);
    if (!merged) continue;
    const bytes = Buffer.from(merged.text);
    const key = conflictKey(conflict);
    if (merged.isWhole) await resolveConflict(git, dir, { path: conflict.path, key, decision: { bytes } });
    else await writeUnresolved(git, dir, conflict, bytes);
  }
  return listConflicts(git, dir);
}

function isNotebook({ path, stages }: Conflict): boolean {
  const isFile = (stage: 2 | 3) => stages[stage]?.mode.startsWith('100') ?? false;
  return path.endsWith('.ipynb') && isFile(2) && isFile(3);
}

async function readStates(
  git: GitEnvironment,
  dir: string,
  { path, stages }: Conflict,
): Promise<NotebookStates | null> {
  const read = async (stage: 1 | 2 | 3): Promise<string | null> => {
    const blob = await readBlob(git, dir, `:${stage}`, path, { maxBytes });
    try {
      return blob.kind === 'bytes' ? utf8.decode(blob.bytes) : null;
    } catch {
      return null;
    }
  };
  const [base, head, other] = [stages[1] ? await read(1) : null, await read(2), await read(3)];
  return head === null || other === null || (stages[1] && base === null) ? null : { base, head, other };
}
