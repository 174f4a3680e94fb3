import type { GitEnvironment } from './git-environment.ts';
import { runGit } from './run-git.ts';

/**
 * Has git write down the times and sizes of the files it finds unchanged. Of files that were written in the same moment
 * as the index it would otherwise have to read the content at each look (racy-git(5)). Worth it after an action that
 * wrote many files; takes the index's lock.
 *
 * Without git's untracked cache: it misses new files now and then, and warns in terminals, where the machine has another
 * name.
 */
export async function refreshIndex(
  git: GitEnvironment,
  dir: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1], signal });
}
