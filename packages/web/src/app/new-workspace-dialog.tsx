import { createWorkspace } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { meQuery } from '../api/queries.ts';
import { NameDialog } from '../theme/name-dialog.tsx';

interface NewWorkspaceDialogProps {
  onClose: () => void;
  onCreated: (workspaceId: string) => void;
}

/** Asks for a name and makes a workspace whose admin the user is. */
export function NewWorkspaceDialog({ onClose, onCreated }: NewWorkspaceDialogProps) {
  const client = useQueryClient();
  const create = async (name: string) => {
    const workspace = await call(createWorkspace, { body: { name } });
    client.setQueryData(
      meQuery().queryKey,
      (me) => me && { ...me, workspaces: [...me.workspaces, workspace] },
    );
    onCreated(workspace.id);
  };
  return (
    <NameDialog
      title="New workspace"
      label="Workspace name"
      description="Projects, members and integrations belong to a workspace. You will be its admin."
      submitLabel="Create workspace"
      onSubmit={create}
      onClose={onClose}
    />
  );
}
