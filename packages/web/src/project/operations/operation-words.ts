import type { Operation, OperationKind, Outcome } from '@notelab/contract';
import { createdInWords } from '../merge-requests/merge-request-words.ts';
import { sizeInWords } from '../sizes.ts';

const doing: Record<OperationKind, (folder: string) => string> = {
  clone: (folder) => `Cloning ${folder}`,
  fetch: (folder) => `Fetching ${folder}`,
  look: (folder) => `Fetching ${folder}`,
  pull: (folder) => `Pulling ${folder}`,
  switch: (folder) => `Changing the branch of ${folder}`,
  'create-branch': (folder) => `Creating a branch in ${folder}`,
  'rename-branch': (folder) => `Renaming a branch in ${folder}`,
  'delete-branch': (folder) => `Deleting a branch of ${folder}`,
  'publish-branch': (folder) => `Publishing a branch of ${folder}`,
  'give-back': (folder) => `Giving back changes in ${folder}`,
  'commit-and-push': (folder) => `Committing to ${folder}`,
  push: (folder) => `Pushing ${folder}`,
  're-clone': (folder) => `Re-cloning ${folder}`,
  disconnect: (folder) => `Disconnecting ${folder}`,
  discard: (folder) => `Discarding changes in ${folder}`,
  restore: (folder) => `Restoring ${folder}`,
  'undo-commit': (folder) => `Undoing the last commit in ${folder}`,
  'move-commits': (folder) => `Moving commits in ${folder} to a new branch`,
  'create-merge-request': (folder) => `Creating a merge request in ${folder}`,
  resolve: (folder) => `Resolving a conflict in ${folder}`,
  finish: (folder) => `Finishing the merge in ${folder}`,
  abort: (folder) => `Aborting the merge in ${folder}`,
  'fetch-large-files': (folder) => `Fetching large files of ${folder}`,
  'update-submodules': (folder) => `Updating submodules of ${folder}`,
  export: (repository) => `Exporting notebooks to ${repository}`,
};

/** What an operation that could not be done is called: the heading above the reason. */
const attempts: Record<OperationKind, string> = {
  clone: 'Clone',
  fetch: 'Fetch',
  look: 'Fetch',
  pull: 'Pull',
  switch: 'Change of branch',
  'create-branch': 'New branch',
  'rename-branch': 'Rename branch',
  'delete-branch': 'Delete branch',
  'publish-branch': 'Publish branch',
  'give-back': 'Give back changes',
  'commit-and-push': 'Commit & Push',
  push: 'Push',
  're-clone': 'Re-Clone',
  disconnect: 'Disconnect',
  discard: 'Discard changes',
  restore: 'Restore',
  'undo-commit': 'Undo last commit',
  'move-commits': 'Move to a new branch',
  'create-merge-request': 'Create merge request',
  resolve: 'Mark as resolved',
  finish: 'Finish',
  abort: 'Abort',
  'fetch-large-files': 'Fetch LFS files',
  'update-submodules': 'Update submodules',
  export: 'Export notebooks',
};

/** “Cloning forecasting”. */
export function doingInWords({ kind, folderName }: Pick<Operation, 'kind' | 'folderName'>): string {
  return doing[kind](folderName);
}

/** “After “Pulling analytics” by Anna”, for one that waits. */
export function waitingInWords(before: Operation | null, userId: string): string {
  if (!before) return 'Another action on this repository comes first';
  const whose = before.actorId === userId ? '' : ` by ${before.actor}`;
  return `After “${doingInWords(before)}”${whose}`;
}

/** “Pull · analytics”, for one that failed. */
export function attemptInWords({ kind, folderName }: Pick<Operation, 'kind' | 'folderName'>): string {
  return `${attempts[kind]} · ${folderName}`;
}

/** “62 % · 41 MB”, as far as it is known. */
export function progressInWords({ fraction, receivedBytes }: Operation['progress']): string {
  const parts: string[] = [];
  if (fraction !== null) parts.push(`${percentOf(fraction)} %`);
  if (receivedBytes !== null) parts.push(sizeInWords(receivedBytes));
  return parts.join(' · ');
}

/** Whole percent, 0–100. */
export function percentOf(fraction: number): number {
  return Math.min(100, Math.max(0, Math.floor(fraction * 100)));
}

/** “Pulled analytics: 3 files changed”. */
export function outcomeInWords(outcome: Outcome, folder: string): string {
  switch (outcome.kind) {
    case 'cloned':
      return `${folder} is connected`;
    case 'fetched':
      return `Fetched ${folder}`;
    case 'up-to-date':
      return `${folder} is up to date`;
    case 'updated':
      return `Pulled ${folder}: ${outcome.fileCount} ${outcome.fileCount === 1 ? 'file' : 'files'} changed`;
    case 'merged': {
      const how = outcome.way === 'merge' ? 'merged it' : 'rebased your commits';
      return `Pulled ${folder} and ${how}: ${outcome.fileCount} ${outcome.fileCount === 1 ? 'file' : 'files'} changed`;
    }
    case 'conflicts':
      return outcome.fileCount === 1
        ? `${folder} has a conflict to resolve`
        : `${folder} has conflicts in ${outcome.fileCount} files to resolve`;
    case 'resolved':
      return `${outcome.path} is resolved`;
    case 'reopened':
      return `${outcome.path} is to be resolved again`;
    case 'finished':
      return `Finished the merge in ${folder}`;
    case 'aborted':
      return `${folder} is as it was before`;
    case 'switched':
      return switchedInWords(outcome, folder);
    case 'given-back':
      return `Gave back ${filesInWords(outcome.fileCount)} in ${folder}`;
    case 'branch-renamed':
      return `${outcome.from} is now called ${outcome.to}`;
    case 'branch-deleted':
      return `Deleted ${outcome.branch}${placeInWords[outcome.from]}. It is kept under Recovery points`;
    case 'pushed':
      return `Pushed ${folder} to ${outcome.branch}`;
    case 're-cloned':
      return `Re-cloned ${folder}`;
    case 'discarded':
      return `Discarded the changes of ${outcome.fileCount} ${outcome.fileCount === 1 ? 'file' : 'files'} in ${folder}. They are kept under Recovery points`;
    case 'restored':
      return `${folder} is what it was`;
    case 'undone':
      return `Undid the last commit in ${folder}. Its changes are there again`;
    case 'merge-request-created':
      return createdInWords(outcome);
    case 'large-files-fetched':
      return outcome.fileCount === 0
        ? `The LFS files of ${folder} were all here`
        : `Fetched ${filesInWords(outcome.fileCount)} of ${folder} from Git LFS, ${sizeInWords(outcome.sizeBytes)}`;
    case 'submodules-updated':
      return submodulesInWords(outcome, folder);
    case 'exported':
      return exportedInWords(outcome, folder);
    case 'disconnected':
      return `Disconnected ${folder}`;
  }
}

function exportedInWords(outcome: Extract<Outcome, { kind: 'exported' }>, repository: string): string {
  const parts = [`Exported ${filesInWords(outcome.fileCount)} to ${outcome.branch} of ${repository}`];
  if (outcome.leftAloneCount > 0)
    parts.push(`${filesInWords(outcome.leftAloneCount)} changed on GitLab and left alone`);
  if (outcome.mergeRequest) parts.push(`merge request !${outcome.mergeRequest.iid}`);
  if (outcome.mergeRequestProblem) parts.push(`no merge request: ${outcome.mergeRequestProblem}`);
  return parts.join(' · ');
}

const placeInWords: Record<Extract<Outcome, { kind: 'branch-deleted' }>['from'], string> = {
  here: '',
  gitlab: ' on GitLab',
  both: ' here and on GitLab',
};

function switchedInWords(outcome: Extract<Outcome, { kind: 'switched' }>, folder: string): string {
  const { branch, left, broughtFileCount, givenBackFileCount, notGivenBack } = outcome;
  const parts = [`${folder} is on ${branch}`];
  if (left) parts.push(`${filesInWords(left.fileCount)} left on ${left.branch ?? 'no branch'}`);
  if (broughtFileCount) parts.push(`${filesInWords(broughtFileCount)} brought along`);
  if (givenBackFileCount) parts.push(`${filesInWords(givenBackFileCount)} given back`);
  if (notGivenBack) parts.push('what was left here does not fit any more and is still kept');
  return parts.join(' · ');
}

function submodulesInWords(
  { updated, left }: Extract<Outcome, { kind: 'submodules-updated' }>,
  folder: string,
): string {
  const names = (paths: string[]) => (paths.length === 1 ? paths[0]! : `${paths.length} submodules`);
  if (updated.length === 0 && left.length === 0) return `The submodules of ${folder} are what it wants`;
  const parts = updated.length > 0 ? [`Updated ${names(updated)} in ${folder}`] : [];
  if (left.length > 0) parts.push(`${names(left.map(({ path }) => path))} could not be updated`);
  return parts.join(' · ');
}

const filesInWords = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;
