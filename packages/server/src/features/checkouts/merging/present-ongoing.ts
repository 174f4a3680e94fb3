import type { ConflictedFile, ConflictKind, Ongoing } from '@notelab/contract';
import type { Conflict, Ongoing as GitOngoing } from '@notelab/git';

/** What is under way, in the words of people: own and other side instead of stages. */
export function presentOngoing(ongoing: GitOngoing): Ongoing {
  const { kind, pull, ownStage, step, subject, conflicts, resolved } = ongoing;
  const toFile =
    (isResolved: boolean) =>
    (conflict: Conflict): ConflictedFile => ({
      path: conflict.path,
      kind: toConflictKind(conflict, ownStage),
      resolved: isResolved,
    });
  const open = new Set(conflicts.map(({ path }) => path));
  return {
    kind,
    begun: pull && { by: pull.by, at: new Date(pull.at).toISOString() },
    sides: nameSides(ongoing),
    step: step && { ...step, subject: subject ?? '' },
    holdsChanges: pull?.setAside ?? false,
    files: [
      ...conflicts.map(toFile(false)),
      ...resolved.filter(({ path }) => !open.has(path)).map(toFile(true)),
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
    openCount: conflicts.length,
  };
}

export function toConflictKind({ stages }: Conflict, ownStage: 2 | 3): ConflictKind {
  const [mine, theirs] = [stages[ownStage], stages[ownStage === 2 ? 3 : 2]];
  if (mine && theirs) return stages[1] ? 'both-changed' : 'both-added';
  if (mine) return stages[1] ? 'deleted-by-theirs' : 'added-by-mine';
  if (theirs) return stages[1] ? 'deleted-by-mine' : 'added-by-theirs';
  return 'deleted-by-both';
}

function nameSides({ kind, pull, subject }: GitOngoing): Ongoing['sides'] {
  if (kind === 'give-back' || kind === 'interrupted')
    return { mine: 'Your local changes', theirs: `GitLab’s ${pull?.upstream ?? 'state'}` };
  if (pull) return { mine: 'Yours', theirs: `GitLab’s ${pull.upstream}` };
  const named = subject ? `“${subject}”` : null;
  switch (kind) {
    case 'rebase':
      return { mine: named ?? 'Your commit', theirs: 'The new base' };
    case 'conflicts':
      return { mine: 'Current branch', theirs: 'Local changes' };
    case 'revert':
      return { mine: 'Current branch', theirs: 'The revert' };
    default:
      return { mine: 'Current branch', theirs: named ?? 'Other side' };
  }
}
