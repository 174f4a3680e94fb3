import type { ConflictContent } from '@notelab/contract';
import {
  type ConflictStates,
  conflictKey,
  type FileContent,
  findConflict,
  isRepositoryPath,
  readOngoing,
} from '@notelab/git';
import { fail } from '../../../problem.ts';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import type { GitSessions } from '../git-sessions.ts';
import { toConflictKind } from './present-ongoing.ts';

const mostTextBytes = 1024 * 1024;
/** Notebooks are large by their pictures, which nobody merges. */
const mostNotebookBytes = 12 * 1024 * 1024;

/** A file in conflict with the states of both sides and the common one. */
export async function readConflict(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  path: string,
): Promise<ConflictContent> {
  if (!isRepositoryPath(path)) fail('path-invalid', 'This names no file of the repository.');
  const git = sessions.local(checkout);
  const isNotebook = path.endsWith('.ipynb');
  const [conflict, ongoing] = await Promise.all([
    findConflict(git, checkout.dir, path, { maxBytes: isNotebook ? mostNotebookBytes : mostTextBytes }),
    readOngoing(git, checkout.dir),
  ]);
  if (!conflict || !ongoing) return fail('conflict-changed', 'This file is not in conflict any more.');
  const { ownStage } = ongoing;
  const { contents } = conflict;
  const [base, mine, theirs] = [contents[1], contents[ownStage], contents[ownStage === 2 ? 3 : 2]];
  const content = toContentKind(conflict, isNotebook);
  const textOf = (side: FileContent) =>
    side.kind === 'text' && (content === 'text' || content === 'notebook') ? side.text : null;
  return {
    path,
    kind: toConflictKind(conflict, ownStage),
    content,
    key: conflictKey(conflict),
    base: textOf(base),
    mine: textOf(mine),
    theirs: textOf(theirs),
    mineSize: sizeOf(mine),
    theirsSize: sizeOf(theirs),
  };
}

function toContentKind(
  { stages, contents }: ConflictStates,
  isNotebook: boolean,
): ConflictContent['content'] {
  const all = Object.values(contents);
  if (Object.values(stages).some((side) => side && !side.mode.startsWith('100'))) return 'other';
  if (all.some(({ kind }) => kind === 'too-large')) return 'too-large';
  // A pointer to a large file, or a text in another encoding: putting lines together would break it.
  const isWhole = (side: FileContent) =>
    side.kind === 'absent' || (side.kind === 'text' && !side.lfs && side.encoding === 'utf-8');
  if (!all.every(isWhole)) return 'binary';
  return isNotebook ? 'notebook' : 'text';
}

const sizeOf = (side: FileContent) =>
  side.kind === 'absent' ? null : side.kind === 'submodule' ? 0 : side.sizeBytes;
