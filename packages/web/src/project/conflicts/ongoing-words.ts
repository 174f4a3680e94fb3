import type { ConflictedFile, Ongoing } from '@notelab/contract';

/** “Merge of GitLab’s main”. */
export function ongoingInWords({ kind, sides, begun }: Pick<Ongoing, 'kind' | 'sides' | 'begun'>): string {
  switch (kind) {
    case 'merge':
      return begun ? `Merge with ${sides.theirs}` : 'A merge is under way';
    case 'rebase':
      return begun ? `Rebase onto ${sides.theirs}` : 'A rebase is under way';
    case 'cherry-pick':
      return 'A cherry-pick is under way';
    case 'revert':
      return 'A revert is under way';
    case 'give-back':
      return 'Local changes are coming back';
    case 'interrupted':
      return 'A pull was interrupted';
    case 'conflicts':
      return 'Local changes are in conflict';
  }
}

/** What to know, in a sentence or two. */
export function explainOngoing({ kind, openCount, holdsChanges, files }: Ongoing): string {
  const left =
    openCount === 0
      ? files.length === 0
        ? ''
        : 'Everything is resolved. '
      : `${openCount === 1 ? 'A file is' : `${openCount} files are`} in conflict. `;
  if (kind === 'interrupted')
    return 'Your local changes are safe: they are set aside. Finish gives them back.';
  if (kind === 'give-back')
    return `${left}${openCount === 0 && files.length === 0 ? 'Everything is pulled; finish gives your local changes back.' : 'Everything is pulled; these files had local changes in the same places.'}`;
  return `${left}${holdsChanges ? 'Local changes are set aside and come back at the end.' : ''}`.trim();
}

/** What finishing will do, when nothing is left to decide. */
export function explainEnd({ kind, step, holdsChanges }: Ongoing): string {
  const back = holdsChanges ? ' and gives your local changes back' : '';
  switch (kind) {
    case 'rebase':
      return step && step.at < step.of
        ? 'Go on to the next of your commits.'
        : `Finish takes the rebase to its end${back}.`;
    case 'give-back':
    case 'interrupted':
      return 'Finish gives your local changes back.';
    case 'conflicts':
      return 'The files are staged.';
    default:
      return `Finish commits the merge${back}.`;
  }
}

/** What happened to the file: “changed on both sides”. */
export function conflictInWords({ kind }: Pick<ConflictedFile, 'kind'>, sides: Ongoing['sides']): string {
  switch (kind) {
    case 'both-changed':
      return 'changed on both sides';
    case 'both-added':
      return 'added on both sides';
    case 'deleted-by-mine':
      return `deleted: ${sides.mine} · changed: ${sides.theirs}`;
    case 'deleted-by-theirs':
      return `changed: ${sides.mine} · deleted: ${sides.theirs}`;
    case 'deleted-by-both':
      return 'moved or deleted on both sides';
    case 'added-by-mine':
      return `moved or added: ${sides.mine}`;
    case 'added-by-theirs':
      return `moved or added: ${sides.theirs}`;
  }
}

/** Where it comes from when no pull of Notelab's began it; null when that is not known. */
export function originInWords({ kind }: Pick<Ongoing, 'kind'>): string | null {
  return kind === 'conflicts' ? null : 'begun in a terminal';
}

/** Aborting and finishing mean something only for what can be. */
export function canEnd({ kind }: Pick<Ongoing, 'kind'>): boolean {
  return kind !== 'conflicts';
}
