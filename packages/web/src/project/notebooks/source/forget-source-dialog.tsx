import { ConfirmDialog } from '../../../theme/confirm-dialog.tsx';

interface ForgetSourceDialogProps {
  name: string;
  path: string;
  onForget: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before a notebook and its file go separate ways. */
export function ForgetSourceDialog({ name, path, onForget, onClose }: ForgetSourceDialogProps) {
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title="Forget the file?"
      confirmLabel="Forget the file"
      onConfirm={onForget}
    >
      <p>
        “{name}” and {path} stay as they are. Notelab no longer says when one of them changes, and neither
        merges nor writes back. A later export to a file makes a new link.
      </p>
    </ConfirmDialog>
  );
}
