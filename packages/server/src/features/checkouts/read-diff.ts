import type { FileDiff } from '@notelab/contract';
import { diffFile } from '@notelab/git';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { mostBytesOf, presentDiff } from './present-diff.ts';

/** One file as it was in the last commit and as it is on disk. */
export async function readDiff(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  path: string,
  originalPath: string | undefined,
): Promise<FileDiff> {
  const diff = await diffFile(sessions.local(checkout), checkout.dir, path, {
    against: 'HEAD',
    originalPath,
    maxBytes: mostBytesOf(path),
  });
  return presentDiff(diff);
}
