import { Button } from '@mantine/core';
import type { Repository } from '@notelab/contract';
import { IconBrandGitlab } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { webhooksQuery } from '../api/news-queries.ts';
import { repositoriesQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { EmptyState } from '../theme/empty-state.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { Page } from '../theme/page.tsx';
import { Frame, Rows, RowsSkeleton } from '../theme/rows.tsx';
import classes from './connected-repositories.module.css';
import { GitLabAnswer } from './gitlab-answer.tsx';
import { ManageRepositoriesDialog } from './manage-repositories-dialog.tsx';
import { RepositoryRow } from './repository-row.tsx';
import { useAdminNames } from './use-admin-names.ts';

/** The repositories that the workspace's projects may use. */
export function ConnectedRepositories() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const admins = useAdminNames();
  const { manage } = useSearch({ from: '/w/$workspaceId/settings/repositories' });
  const navigate = useNavigate({ from: '/w/$workspaceId/settings/repositories' });
  const repositories = useQuery(repositoriesQuery(workspace.id));
  const show = (open: boolean) =>
    void navigate({ search: (search) => ({ ...search, manage: open || undefined }), replace: true });
  const button = isAdmin ? (
    <Button onClick={() => show(true)} disabled={!repositories.data}>
      {repositories.data?.length === 0 ? 'Connect repositories' : 'Manage repositories'}
    </Button>
  ) : null;
  const empty = repositories.data?.length === 0;
  return (
    <Page
      title="Connected GitLab repositories"
      lead={
        <>
          Repositories your teammates can use in this workspace, each with the rights of their own GitLab
          account.
          {isAdmin || !admins ? null : ` To connect one, ask ${admins}.`}
        </>
      }
      action={empty ? null : button}
      narrow
    >
      <GitLabAnswer />
      <RepositoryList repositories={repositories} button={button} />
      {isAdmin && manage && repositories.data ? (
        <ManageRepositoriesDialog connected={repositories.data} onClose={() => show(false)} />
      ) : null}
    </Page>
  );
}

interface RepositoryListProps {
  repositories: { data: Repository[] | undefined; error: unknown; refetch: () => unknown };
  button: ReactNode;
}

function RepositoryList({ repositories, button }: RepositoryListProps) {
  if (repositories.data === undefined) {
    return repositories.error ? <QueryErrorPanel query={repositories} /> : <RowsSkeleton />;
  }
  if (repositories.data.length === 0) {
    return (
      <Frame>
        <EmptyState
          icon={<IconBrandGitlab size={20} />}
          title="No repositories connected yet"
          action={button}
        >
          {button
            ? 'Choose which of your GitLab projects this workspace may use. Then create integrations from them.'
            : 'An admin of the workspace connects them.'}
        </EmptyState>
      </Frame>
    );
  }
  return <KnownRepositories repositories={repositories.data} />;
}

/** With how GitLab tells of their pushes, which is the admins' to say. */
function KnownRepositories({ repositories }: { repositories: Repository[] }) {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const { data } = useQuery({ ...webhooksQuery(workspace.id), enabled: isAdmin });
  const unreachable = data?.unreachable.filter(({ instanceId }) =>
    repositories.some((repository) => repository.instanceId === instanceId),
  );
  const webhookOf = ({ id, instanceId }: Repository) => {
    const webhook = data?.webhooks.find(({ repositoryId }) => repositoryId === id);
    if (webhook) return webhook;
    return !data || data.unreachable.some((one) => one.instanceId === instanceId) ? undefined : null;
  };
  return (
    <>
      <Rows label="Connected GitLab repositories">
        {repositories.map((repository) => (
          <RepositoryRow key={repository.id} repository={repository} webhook={webhookOf(repository)} />
        ))}
      </Rows>
      {unreachable?.map(({ instanceId, reason }) => (
        <p key={instanceId} className={classes.note}>
          Pushes on GitLab show in open projects after about a minute. {reason}
        </p>
      ))}
    </>
  );
}
