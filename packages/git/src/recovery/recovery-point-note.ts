/** A branch as it was, kept with its commits. */
export interface KeptBranch {
  name: string;
  oid: string;
  /** `origin/main`, or null */
  upstream: string | null;
}

export interface KeptStash {
  oid: string;
  subject: string;
}

/** What a recovery point's message holds besides its first line. */
export interface RecoveryNote {
  branch: string | null;
  /** the branch had no commit yet */
  unborn: boolean;
  holdsChanges: boolean;
  /** tracked files that differ from the commit */
  changedCount: number;
  newCount: number;
  /** of the changed and new files as they were on disk: at most this much is kept besides the commits */
  fileBytes: number;
  leftOut: string[];
  /** other branches, kept because the action could lose them */
  branches: KeptBranch[];
  stashes: KeptStash[];
  /** the merge, rebase … that was under way, kept with its conflicts */
  operation: string | null;
}

export function formatNote(note: RecoveryNote): string {
  return JSON.stringify(note);
}

/** Anybody can make refs in a shared repository: null for what is not ours. */
export function parseNote(text: string): RecoveryNote | null {
  try {
    const note: Partial<Record<keyof RecoveryNote, unknown>> = JSON.parse(text);
    const { branch, holdsChanges, leftOut } = note;
    const isBranch = branch === null || typeof branch === 'string';
    if (!isBranch || typeof holdsChanges !== 'boolean' || !Array.isArray(leftOut)) return null;
    return {
      branch,
      holdsChanges,
      unborn: note.unborn === true,
      changedCount: toCount(note.changedCount),
      newCount: toCount(note.newCount),
      fileBytes: toCount(note.fileBytes),
      leftOut: leftOut.filter((path) => typeof path === 'string'),
      branches: toList(note.branches).flatMap(({ name, oid, upstream }) =>
        typeof name === 'string' && isOid(oid)
          ? [{ name, oid, upstream: typeof upstream === 'string' ? upstream : null }]
          : [],
      ),
      stashes: toList(note.stashes).flatMap(({ oid, subject }) =>
        typeof subject === 'string' && isOid(oid) ? [{ oid, subject }] : [],
      ),
      operation: typeof note.operation === 'string' ? note.operation : null,
    };
  } catch {
    return null;
  }
}

const toCount = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;

const toList = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];

const isOid = (value: unknown): value is string =>
  typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
