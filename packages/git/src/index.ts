export { type AbortResult, abortOngoing } from './abort-ongoing.ts';
export type { BlockedFiles } from './blocked-files.ts';
export { type BranchCache, fetchTip, pushFromCache, useBranchCache } from './branch-cache.ts';
export { carryKeptStates, type RepositoryPlace } from './carry-kept-states.ts';
export { type BranchNameCheck, type BranchNameProblem, checkBranchName } from './check-branch-name.ts';
export { type CloneOptions, type CloneResult, cloneRepository } from './clone-repository.ts';
export { type CommitOptions, type CommitResult, commitFiles } from './commit-files.ts';
export { type CreateBranchResult, createBranch, removeNewBranch } from './create-branch.ts';
export { type DeleteBranchResult, deleteBranch, listOwnCommits } from './delete-branch.ts';
export { type DeleteRemoteBranchResult, deleteRemoteBranch } from './delete-remote-branch.ts';
export { diffCommittedFile, diffFile, type FileDiff } from './diff-file.ts';
export { type DiscardResult, discardChanges } from './discard-changes.ts';
export { type DiscardHunksResult, discardHunks } from './discard-hunks.ts';
export { explainGitError, type GitFailureReason } from './explain-git-error.ts';
export { type FetchOptions, fetchRemote, type UpdatedRef } from './fetch-remote.ts';
export type { FileContent } from './file-content.ts';
export { filterIgnored } from './filter-ignored.ts';
export { findLastCommitTime } from './find-last-commit-time.ts';
export { findLfsTracked } from './find-lfs-tracked.ts';
export { type FinishOptions, type FinishResult, finishOngoing } from './finish-ongoing.ts';
export { type GitCommand, type GitEnvironment, plainGit, type StartedProcess } from './git-environment.ts';
export { GitError, type GitErrorCode } from './git-error.ts';
export {
  assertSupportedGit,
  oldestSupportedGit,
  readGitVersion,
  UnsupportedGitError,
} from './git-version.ts';
export { giveBackWithConflicts } from './give-back-with-conflicts.ts';
export type { GitIdentity } from './identity-variables.ts';
export {
  forgetLeft,
  giveBackLeft,
  type LeftReturn,
  leaveChanges,
  listLeftChanges,
  renameLeft,
} from './left-changes.ts';
export { type LfsPointer, parseLfsPointer } from './lfs-pointer.ts';
export { type Branches, type LocalBranch, listBranches, type RemoteBranch } from './list-branches.ts';
export { type ChangedPath, listChangedPaths } from './list-changed-paths.ts';
export type { Conflict } from './list-conflicts.ts';
export { type CommitRef, type HistoryCommit, listHistory, searchHistory } from './list-history.ts';
export { listIgnored } from './list-ignored.ts';
export { type LfsFile, listLfsFiles } from './list-lfs-files.ts';
export { listLfsUploads } from './list-lfs-uploads.ts';
export { listNewCommits, type NewCommits } from './list-new-commits.ts';
export { listRemoteRefs, type RemoteRefs } from './list-remote-refs.ts';
export {
  type FoundStartPoint,
  findStartPoint,
  listStartPoints,
  type StartPoint,
} from './list-start-points.ts';
export { listSubmodules, type Submodule } from './list-submodules.ts';
export { type Commit, logCommits } from './log-commits.ts';
export { type MergeTreesResult, mergeTrees } from './merge-trees.ts';
export { type MoveCommitsResult, moveCommits } from './move-commits.ts';
export { type ChangesChoice, type MoveResult, moveWithChanges } from './move-with-changes.ts';
export { findOngoingOperation, type OngoingOperation } from './ongoing-operation.ts';
export type { Hunk, HunkLine } from './parse-hunks.ts';
export {
  defaultStatusLimit,
  type FileChange,
  parseStatus,
  type RepositoryStatus,
  type StatusCode,
  type StatusEntry,
  type StatusHead,
} from './parse-status.ts';
export { decodePath, encodePath } from './path-encoding.ts';
export type { GitPhase, GitProgress } from './progress.ts';
export { type PullBranchOptions, type PullBranchResult, pullBranch } from './pull-branch.ts';
export { countAheadBehind, type PullOptions, type PullResult, pullFastForward } from './pull-fast-forward.ts';
export {
  followRemote,
  type PushOptions,
  type PushRejection,
  type PushResult,
  pushCommit,
} from './push-commit.ts';
export { isPushed } from './pushed-commits.ts';
export { type Blob, readBlob } from './read-blob.ts';
export { readBlobs } from './read-blobs.ts';
export { type CommitDetails, type CommittedFile, findCommitDetails } from './read-commit.ts';
export { type ConflictStates, findConflict } from './read-conflict.ts';
export { type FolderEntry, type FolderInCommit, readFolder } from './read-folder.ts';
export { findCommit, type Head, readHead } from './read-head.ts';
export { type DividedFile, readHunks } from './read-hunks.ts';
export { readMessage } from './read-message.ts';
export { mayBeOngoing, type Ongoing, readOngoing } from './read-ongoing.ts';
export { findRemoteUrl } from './read-remote-url.ts';
export { readStatus } from './read-status.ts';
export { readWorkingFile } from './read-working-file.ts';
export type { KeptBranch, KeptStash } from './recovery-point-note.ts';
export {
  deleteRecoveryPoint,
  findRecoveryPoint,
  isSameState,
  keepAsRecoveryPoint,
  keepCommit,
  listRecoveryPoints,
  type RecoveryPoint,
  readRecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from './recovery-points.ts';
export { type RecoveryLimits, readRecoverySpace, removeOldRecoveryPoints } from './recovery-space.ts';
export { redact, stripControls } from './redact.ts';
export { refreshIndex } from './refresh-index.ts';
export { type LockCleaning, removeStaleLocks } from './remove-stale-locks.ts';
export { type RenameBranchResult, renameBranch } from './rename-branch.ts';
export { replaceRemoteUrl } from './replace-remote-url.ts';
export { InvalidPathError, isRepositoryPath } from './repository-path.ts';
export { inspectRepositoryShape, type RepositoryShape } from './repository-shape.ts';
export {
  conflictKey,
  type Decision,
  type ResolveResult,
  reopenConflict,
  resolveConflict,
} from './resolve-conflict.ts';
export { type RestoreResult, restoreRecoveryPoint } from './restore-recovery-point.ts';
export { type GitResult, type RunGitOptions, runGit } from './run-git.ts';
export {
  type GiveBackResult,
  giveBack,
  previewGiveBack,
  type SetAsideResult,
  setAside,
} from './set-aside.ts';
export { type MergeNotebook, settleNotebooks } from './settle-notebooks.ts';
export type { Choice } from './stage-choice.ts';
export { type SwitchRefusal, type SwitchResult, switchBranch } from './switch-branch.ts';
export { fetchLfs, uploadLfs } from './transfer-lfs.ts';
export { type UndoResult, undoLastCommit } from './undo-commit.ts';
export { type LocalCommit, readUnpushedWork, type UnpushedWork } from './unpushed-work.ts';
export { type SubmoduleUpdate, updateSubmodule } from './update-submodule.ts';
export { verifyClone } from './verify-clone.ts';
export { type CommitToWrite, type TreeChange, writeCommit } from './write-commit.ts';
