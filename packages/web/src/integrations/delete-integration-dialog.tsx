import { deleteIntegration, type Integration } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { integrationsQuery, integrationUseQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { notifyDone } from '../theme/notify.ts';

interface DeleteIntegrationDialogProps {
  integration: Integration;
  onClose: () => void;
}

/** Asks before a preset goes, and names the checkouts made from it. */
export function DeleteIntegrationDialog({ integration, onClose }: DeleteIntegrationDialogProps) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const use = useQuery(integrationUseQuery(workspace.id, integration.id));
  const remove = async () => {
    await call(deleteIntegration, {
      params: { workspaceId: workspace.id, integrationId: integration.id },
    });
    client.setQueryData(integrationsQuery(workspace.id).queryKey, (known) =>
      known?.filter(({ id }) => id !== integration.id),
    );
    notifyDone(`Deleted ${integration.name}`);
  };
  const checkouts = use.data?.map(({ projectName, folderName }) => `${projectName} · ${folderName}/`) ?? [];
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Delete ${integration.name}?`}
      confirmLabel="Delete integration"
      loading={use.isPending}
      losses={[{ title: 'Made from it, and staying as they are', items: checkouts }]}
      onConfirm={remove}
    >
      <p>
        Projects can no longer connect it.{' '}
        {use.data?.length === 0
          ? 'No project uses it.'
          : 'Clones that were made from it keep working, with their files and git actions.'}
      </p>
      {use.error ? <QueryErrorPanel query={use} /> : null}
    </ConfirmDialog>
  );
}
