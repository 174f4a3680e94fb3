import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { BranchDialog } from './branches/branch-dialog.tsx';
import { AbortMergeDialog } from './conflicts/abort-merge-dialog.tsx';
import { ConnectRepositoryDialog } from './connect/connect-repository-dialog.tsx';
import { DialogsContext, type ProjectDialog } from './dialogs-context.ts';
import { CreateBranchDialog } from './git-panel/create-branch-dialog.tsx';
import { DiscardChangesDialog } from './git-panel/discard-changes-dialog.tsx';
import { PushToNewBranchDialog } from './git-panel/push-to-new-branch-dialog.tsx';
import { UndoCommitDialog } from './git-panel/undo-commit-dialog.tsx';
import { DisconnectDialog } from './recovery/disconnect-dialog.tsx';
import { ReCloneDialog } from './recovery/re-clone-dialog.tsx';
import { RecoveryPointsDialog } from './recovery/recovery-points-dialog.tsx';

const CommitAndPushDialog = lazy(() =>
  import('./commit/commit-and-push-dialog.tsx').then(({ CommitAndPushDialog }) => ({
    default: CommitAndPushDialog,
  })),
);

const CreateMergeRequestDialog = lazy(() =>
  import('./merge-requests/create-merge-request-dialog.tsx').then(({ CreateMergeRequestDialog }) => ({
    default: CreateMergeRequestDialog,
  })),
);

const PythonDialog = lazy(() =>
  import('./kernel-settings/python-dialog.tsx').then(({ PythonDialog }) => ({ default: PythonDialog })),
);

/** Holds the one dialog that is open. */
export function DialogsProvider({ first, children }: { first: ProjectDialog | null; children: ReactNode }) {
  const [dialog, setDialog] = useState(first);
  const dialogs = useMemo(() => ({ show: setDialog, close: () => setDialog(null) }), []);
  return (
    <DialogsContext.Provider value={dialogs}>
      {children}
      <Suspense>{dialog ? <OpenDialog dialog={dialog} onClose={dialogs.close} /> : null}</Suspense>
    </DialogsContext.Provider>
  );
}

function OpenDialog({ dialog, onClose }: { dialog: ProjectDialog; onClose: () => void }) {
  switch (dialog.kind) {
    case 'connect-repository':
      return <ConnectRepositoryDialog onClose={onClose} />;
    case 'commit-and-push':
      return <CommitAndPushDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'create-branch':
      return (
        <CreateBranchDialog
          checkout={dialog.checkout}
          initialName={dialog.name}
          initialFrom={dialog.from ?? null}
          onClose={onClose}
        />
      );
    case 'branches':
    case 'changes-choice':
    case 'left-to-new-branch':
    case 'rename-branch':
    case 'delete-branch':
      return <BranchDialog dialog={dialog} onClose={onClose} />;
    case 'push-to-new-branch':
      return <PushToNewBranchDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'discard-changes':
      return <DiscardChangesDialog checkout={dialog.checkout} paths={dialog.paths} onClose={onClose} />;
    case 'undo-commit':
      return <UndoCommitDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'recovery-points':
      return <RecoveryPointsDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'create-merge-request':
      return <CreateMergeRequestDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'abort-merge':
      return <AbortMergeDialog checkout={dialog.checkout} ongoing={dialog.ongoing} onClose={onClose} />;
    case 're-clone':
      return <ReCloneDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'disconnect':
      return <DisconnectDialog checkout={dialog.checkout} onClose={onClose} />;
    case 'python':
      return <PythonDialog onClose={onClose} />;
  }
}
