import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';

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
  await whenItsSecondIsOver(join(dir, '.git/index'), signal);
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1], signal });
}

/** Of some ten thousand files: in a second so many are written that reading them takes longer than all else. */
const largeIndexBytes = 1024 * 1024;

/** The kernel's clock for files goes by its ticks. */
const fileClockLagMs = 20;

/** Git compares whole seconds: an index of the same second as its files would be as doubtful as before. */
async function whenItsSecondIsOver(index: string, signal: AbortSignal | undefined): Promise<void> {
  const written = await stat(index).catch(() => null);
  if (!written || written.size < largeIndexBytes) return;
  const remainingMs = (Math.floor(written.mtimeMs / 1000) + 1) * 1000 - Date.now() + fileClockLagMs;
  if (remainingMs > 0) await wait(Math.min(remainingMs, 1000 + fileClockLagMs), undefined, { signal });
}
