export type { BlockedFiles } from './branches/blocked-files.ts';
export {
  type BranchNameCheck,
  type BranchNameProblem,
  checkBranchName,
} from './branches/check-branch-name.ts';
export { type CreateBranchResult, createBranch, removeNewBranch } from './branches/create-branch.ts';
export { type DeleteBranchResult, deleteBranch, listOwnCommits } from './branches/delete-branch.ts';
export { type DeleteRemoteBranchResult, deleteRemoteBranch } from './branches/delete-remote-branch.ts';
export {
  forgetLeft,
  giveBackLeft,
  type LeftReturn,
  leaveChanges,
  listLeftChanges,
  renameLeft,
} from './branches/left-changes.ts';
export {
  type Branches,
  type LocalBranch,
  listBranches,
  type RemoteBranch,
} from './branches/list-branches.ts';
export { listRemoteRefs, type RemoteRefs } from './branches/list-remote-refs.ts';
export {
  type FoundStartPoint,
  findStartPoint,
  listStartPoints,
  type StartPoint,
} from './branches/list-start-points.ts';
export { type ChangesChoice, type MoveResult, moveWithChanges } from './branches/move-with-changes.ts';
export { type RenameBranchResult, renameBranch } from './branches/rename-branch.ts';
export { type SwitchRefusal, type SwitchResult, switchBranch } from './branches/switch-branch.ts';
export { type BranchCache, fetchTip, pushFromCache, useBranchCache } from './cache/branch-cache.ts';
export { readBlobs } from './cache/read-blobs.ts';
export { type FolderEntry, type FolderInCommit, readFolder } from './cache/read-folder.ts';
export { type CommitToWrite, type TreeChange, writeCommit } from './cache/write-commit.ts';
export { type CommitOptions, type CommitResult, commitFiles } from './commits/commit-files.ts';
export { findLastCommitTime } from './commits/find-last-commit-time.ts';
export { type CommitRef, type HistoryCommit, listHistory, searchHistory } from './commits/list-history.ts';
export { type Incoming, listIncoming } from './commits/list-incoming.ts';
export { listNewCommits, type NewCommits } from './commits/list-new-commits.ts';
export { type Commit, logCommits } from './commits/log-commits.ts';
export { type MoveCommitsResult, moveCommits } from './commits/move-commits.ts';
export { isPushed } from './commits/pushed-commits.ts';
export { type CommitDetails, type CommittedFile, findCommitDetails } from './commits/read-commit.ts';
export { readMessage } from './commits/read-message.ts';
export type { Choice } from './commits/stage-choice.ts';
export { type UndoResult, undoLastCommit } from './commits/undo-commit.ts';
export { type LocalCommit, readUnpushedWork, type UnpushedWork } from './commits/unpushed-work.ts';
export { type FetchOptions, fetchRemote, type UpdatedRef } from './exchange/fetch-remote.ts';
export {
  countAheadBehind,
  type PullOptions,
  type PullResult,
  pullFastForward,
} from './exchange/pull-fast-forward.ts';
export {
  followRemote,
  type PushOptions,
  type PushRejection,
  type PushResult,
  pushCommit,
} from './exchange/push-commit.ts';
export { findLfsTracked } from './lfs/find-lfs-tracked.ts';
export { type LfsPointer, parseLfsPointer } from './lfs/lfs-pointer.ts';
export { type LfsFile, listLfsFiles } from './lfs/list-lfs-files.ts';
export { listLfsUploads } from './lfs/list-lfs-uploads.ts';
export { fetchLfs, uploadLfs } from './lfs/transfer-lfs.ts';
export { explainGitError, type GitFailureReason } from './process/explain-git-error.ts';
export {
  type GitCommand,
  type GitEnvironment,
  plainGit,
  type StartedProcess,
} from './process/git-environment.ts';
export { GitError, type GitErrorCode } from './process/git-error.ts';
export {
  assertSupportedGit,
  oldestSupportedGit,
  readGitVersion,
  UnsupportedGitError,
} from './process/git-version.ts';
export type { GitIdentity } from './process/identity-variables.ts';
export type { GitPhase, GitProgress } from './process/progress.ts';
export { redact, stripControls } from './process/redact.ts';
export { type GitResult, type RunGitOptions, runGit } from './process/run-git.ts';
export { type AbortResult, abortOngoing } from './pull/abort-ongoing.ts';
export { type FinishOptions, type FinishResult, finishOngoing } from './pull/finish-ongoing.ts';
export { giveBackWithConflicts } from './pull/give-back-with-conflicts.ts';
export type { Conflict } from './pull/list-conflicts.ts';
export { type MergeTreesResult, mergeTrees } from './pull/merge-trees.ts';
export { findOngoingOperation, type OngoingOperation } from './pull/ongoing-operation.ts';
export { type PullBranchOptions, type PullBranchResult, pullBranch } from './pull/pull-branch.ts';
export { type ConflictStates, findConflict } from './pull/read-conflict.ts';
export { mayBeOngoing, type Ongoing, readOngoing } from './pull/read-ongoing.ts';
export {
  conflictKey,
  type Decision,
  type ResolveResult,
  reopenConflict,
  resolveConflict,
} from './pull/resolve-conflict.ts';
export { type MergeNotebook, settleNotebooks } from './pull/settle-notebooks.ts';
export { carryKeptStates, type RepositoryPlace } from './recovery/carry-kept-states.ts';
export { type DiscardResult, discardChanges } from './recovery/discard-changes.ts';
export { type DiscardHunksResult, discardHunks } from './recovery/discard-hunks.ts';
export type { KeptBranch, KeptStash } from './recovery/recovery-point-note.ts';
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
} from './recovery/recovery-points.ts';
export {
  type RecoveryLimits,
  readRecoverySpace,
  removeOldRecoveryPoints,
} from './recovery/recovery-space.ts';
export { type RestoreResult, restoreRecoveryPoint } from './recovery/restore-recovery-point.ts';
export {
  type GiveBackResult,
  giveBack,
  previewGiveBack,
  type SetAsideResult,
  setAside,
} from './recovery/set-aside.ts';
export { type CloneOptions, type CloneResult, cloneRepository } from './repository/clone-repository.ts';
export type { FileContent } from './repository/file-content.ts';
export { filterIgnored } from './repository/filter-ignored.ts';
export { listIgnored } from './repository/list-ignored.ts';
export { decodePath, encodePath } from './repository/path-encoding.ts';
export { type Blob, readBlob } from './repository/read-blob.ts';
export { findRemoteUrl } from './repository/read-remote-url.ts';
export { readWorkingFile } from './repository/read-working-file.ts';
export { refreshIndex } from './repository/refresh-index.ts';
export { type LockCleaning, removeStaleLocks } from './repository/remove-stale-locks.ts';
export { replaceRemoteUrl } from './repository/replace-remote-url.ts';
export { InvalidPathError, isRepositoryPath } from './repository/repository-path.ts';
export { inspectRepositoryShape, type RepositoryShape } from './repository/repository-shape.ts';
export { verifyClone } from './repository/verify-clone.ts';
export { diffCommittedFile, diffFile, type FileDiff } from './status/diff-file.ts';
export { type ChangedPath, listChangedPaths } from './status/list-changed-paths.ts';
export type { Hunk, HunkLine } from './status/parse-hunks.ts';
export {
  defaultStatusLimit,
  type FileChange,
  parseStatus,
  type RepositoryStatus,
  type StatusCode,
  type StatusEntry,
  type StatusHead,
} from './status/parse-status.ts';
export { findCommit, type Head, readHead } from './status/read-head.ts';
export { type DividedFile, readHunks } from './status/read-hunks.ts';
export { readStatus } from './status/read-status.ts';
export { listSubmodules, type Submodule } from './submodules/list-submodules.ts';
export { type SubmoduleUpdate, updateSubmodule } from './submodules/update-submodule.ts';
