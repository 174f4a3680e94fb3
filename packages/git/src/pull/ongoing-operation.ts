import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/** What somebody began, usually in a terminal, and has not finished. */
export type OngoingOperation = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';

const traces: [file: string, OngoingOperation][] = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

/** The unfinished operation of a repository, or null. */
export async function findOngoingOperation(dir: string): Promise<OngoingOperation | null> {
  for (const [file, operation] of traces) {
    const found = await lstat(join(dir, '.git', file)).catch(() => null);
    if (found) return operation;
  }
  return null;
}
