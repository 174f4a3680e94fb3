import type { FileDiff } from '@notelab/contract';
import { diffFile, type FileContent } from '@notelab/git';
import { isImage } from '../projects/files.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';

/** Notebooks are large by their pictures, which are not compared as text. */
const mostNotebookBytes = 16 * 1024 * 1024;

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
    maxBytes: path.endsWith('.ipynb') ? mostNotebookBytes : undefined,
  });
  return {
    path,
    kind: kindOf(path, [diff.old, diff.new]),
    before: textOf(diff.old),
    after: textOf(diff.new),
    beforeSize: sizeOf(diff.old),
    afterSize: sizeOf(diff.new),
  };
}

function kindOf(path: string, sides: FileContent[]): FileDiff['kind'] {
  if (isImage(path)) return 'image';
  if (sides.some((side) => side.kind === 'too-large')) return 'too-large';
  if (sides.some((side) => side.kind === 'binary')) return 'binary';
  return 'text';
}

const textOf = (side: FileContent) => (side.kind === 'text' ? side.text : null);
const sizeOf = (side: FileContent) => (side.kind === 'absent' ? null : side.sizeBytes);
