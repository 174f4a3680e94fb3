import type { ProjectDialog } from '../dialogs-context.ts';
import { BranchesDialog } from './branches-dialog.tsx';
import { ChangesChoiceDialog } from './changes-choice-dialog.tsx';
import { DeleteBranchDialog } from './delete-branch-dialog.tsx';
import { LeftToNewBranchDialog } from './left-to-new-branch-dialog.tsx';
import { RenameBranchDialog } from './rename-branch-dialog.tsx';

type Kind = 'branches' | 'changes-choice' | 'left-to-new-branch' | 'rename-branch' | 'delete-branch';
type BranchDialogKind = Extract<ProjectDialog, { kind: Kind }>;

/** The dialogs about branches. */
export function BranchDialog({ dialog, onClose }: { dialog: BranchDialogKind; onClose: () => void }) {
  switch (dialog.kind) {
    case 'branches':
      return <BranchesDialog {...dialog} onClose={onClose} />;
    case 'changes-choice':
      return <ChangesChoiceDialog {...dialog} onClose={onClose} />;
    case 'left-to-new-branch':
      return <LeftToNewBranchDialog {...dialog} onClose={onClose} />;
    case 'rename-branch':
      return <RenameBranchDialog {...dialog} onClose={onClose} />;
    case 'delete-branch':
      return <DeleteBranchDialog {...dialog} onClose={onClose} />;
  }
}
