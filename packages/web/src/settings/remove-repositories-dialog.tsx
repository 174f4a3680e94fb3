import { useQueries, useQuery } from '@tanstack/react-query';
import { webhooksQuery } from '../api/news-queries.ts';
import { repositoryUseQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import type { Candidate } from './repository-choice.ts';

interface RemoveRepositoriesDialogProps {
  repositories: Candidate[];
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}

/** Asks before repositories leave the workspace, and names the integrations and checkouts affected. */
export function RemoveRepositoriesDialog({
  repositories,
  onClose,
  onConfirm,
}: RemoveRepositoriesDialogProps) {
  const workspace = useWorkspace();
  const uses = useQueries({
    queries: repositories.map(({ repositoryId }) => repositoryUseQuery(workspace.id, repositoryId ?? '')),
  });
  const integrations = uses.flatMap(({ data }) => data?.integrations.map(({ name }) => name) ?? []);
  const checkouts = uses.flatMap(
    ({ data }) =>
      data?.checkouts.map(({ projectName, folderName }) => `${projectName} · ${folderName}/`) ?? [],
  );
  const { data: hooks } = useQuery(webhooksQuery(workspace.id));
  const hasWebhook = repositories.some(
    ({ repositoryId }) => hooks?.webhooks.some((webhook) => webhook.repositoryId === repositoryId) ?? false,
  );
  const failed = uses.find(({ error }) => error);
  const unused = uses.every(({ data }) => data) && integrations.length + checkouts.length === 0;
  const what = repositories.length === 1 ? repositories[0]!.path : `${repositories.length} repositories`;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Remove ${what}?`}
      confirmLabel={repositories.length === 1 ? 'Remove repository' : 'Remove repositories'}
      loading={uses.some(({ isPending }) => isPending)}
      losses={[
        ...(repositories.length > 1
          ? [{ title: 'Repositories to remove', items: repositories.map(({ path }) => path) }]
          : []),
        { title: 'Integrations that can no longer be connected', items: integrations },
        { title: 'Checkouts whose git actions stop', items: checkouts },
      ]}
      onConfirm={onConfirm}
    >
      <p>
        {unused
          ? 'No integration and no project uses it.'
          : 'Files in projects stay where they are, but nobody can pull from or push to the repository through this workspace.'}{' '}
        {hasWebhook
          ? 'On GitLab only the webhook is deleted, as you; if your account may not, the audit log says so.'
          : 'Nothing changes on GitLab.'}
      </p>
      {failed ? <QueryErrorPanel query={failed} /> : null}
    </ConfirmDialog>
  );
}
