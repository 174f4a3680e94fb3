import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { useUnsavedPaths } from '../editor/open-files.tsx';
import { isWithin, nameOf } from '../paths.ts';
import { useFileActions } from './use-file-actions.ts';

/** Asks before files and folders go. */
export function DeleteFilesDialog({ paths, onClose }: { paths: string[]; onClose: () => void }) {
  const { remove } = useFileActions();
  const unsaved = useUnsavedPaths().filter((path) => paths.some((gone) => isWithin(path, gone)));
  const one = paths.length === 1 ? nameOf(paths[0]!) : null;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={one ? `Delete ${one}?` : `Delete ${paths.length} items?`}
      losses={[
        { title: 'Deleted for everybody in the project', items: paths },
        { title: 'With text that is not saved', items: [...unsaved] },
      ]}
      confirmLabel="Delete"
      onConfirm={() => remove(paths)}
    >
      <p>
        Folders go with everything in them. What has been committed and pushed stays on GitLab; the rest
        cannot be brought back.
      </p>
    </ConfirmDialog>
  );
}
