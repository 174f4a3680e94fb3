import { changeRepositories, type Repository } from '@notelab/contract';
import { call } from '../../api/call.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { notifyDone } from '../../theme/notify.ts';
import { RemoveRepositoriesDialog } from '../remove-repositories-dialog.tsx';

interface RemoveRepositoryDialogProps {
  repository: Repository;
  onClose: () => void;
}

/** Takes one repository out of the workspace, after saying what uses it. */
export function RemoveRepositoryDialog({ repository, onClose }: RemoveRepositoryDialogProps) {
  const { id: workspaceId } = useWorkspace();
  const { id, instanceId, gitlabId, path, visibility, archived } = repository;
  const remove = async () => {
    // What this makes out of date, its event tells.
    await call(changeRepositories, {
      params: { workspaceId },
      body: { instanceId, connect: [], remove: [id] },
    });
    notifyDone(`Removed ${path}`);
  };
  return (
    <RemoveRepositoriesDialog
      repositories={[{ gitlabId, path, visibility, archived, repositoryId: id }]}
      onClose={onClose}
      onConfirm={remove}
    />
  );
}
