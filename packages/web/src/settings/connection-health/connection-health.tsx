import { Button } from '@mantine/core';
import type { ConnectionHealth as Known } from '@notelab/contract';
import { IconBrandGitlab } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { connectionHealthQuery } from '../../api/health-queries.ts';
import { useRole, useWorkspace } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { Page, PageSection } from '../../theme/page.tsx';
import { Frame, Rows, RowsSkeleton } from '../../theme/rows.tsx';
import { AdminsOnly } from '../admins-only.tsx';
import { GitLabAnswer } from '../gitlab-answer.tsx';
import { AccountFindings } from './account-findings.tsx';
import { BranchFindings } from './branch-findings.tsx';
import { CheckStatus } from './check-status.tsx';
import { InstanceHealthRow } from './instance-health-row.tsx';
import { RepositoryFindings } from './repository-findings.tsx';
import { UnjudgedRepositories } from './unjudged-repositories.tsx';
import { useHealthCheck } from './use-health-check.ts';

/** How the workspace's ways to GitLab are, and what somebody has to see to. */
export function ConnectionHealth() {
  const { isAdmin } = useRole();
  return isAdmin ? (
    <AdminsPage />
  ) : (
    <Page title="Connection health" narrow>
      <AdminsOnly what="see how the connections are" />
    </Page>
  );
}

function AdminsPage() {
  const workspace = useWorkspace();
  const health = useQuery(connectionHealthQuery(workspace.id));
  const { start, isStarting, cancel, isCancelling } = useHealthCheck();
  const known = health.data;
  const isRunning = known?.check?.status === 'running';
  const canCheck = known !== undefined && known.repositoryCount > 0;
  return (
    <Page
      title="Connection health"
      lead="What members met on their way to GitLab while they worked, and what a check found. A check asks GitLab as you; nobody else’s account is used for it."
      action={
        canCheck ? (
          <Button onClick={start} loading={isStarting} disabled={isRunning}>
            Check now
          </Button>
        ) : null
      }
      narrow
    >
      <GitLabAnswer />
      {known ? (
        known.repositoryCount > 0 ? (
          <>
            <CheckStatus health={known} onCancel={cancel} isCancelling={isCancelling} />
            <Sections health={known} />
          </>
        ) : (
          <NoRepositories />
        )
      ) : health.error ? (
        <QueryErrorPanel query={health} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Sections({ health }: { health: Known }) {
  const { id: workspaceId } = useWorkspace();
  return (
    <>
      <PageSection
        title="GitLab instances"
        action={
          <Link to="/w/$workspaceId/settings/instances" params={{ workspaceId }}>
            Settings and Test connection
          </Link>
        }
      >
        <Rows label="GitLab instances">
          {health.instances.map((instance) => (
            <InstanceHealthRow key={instance.id} instance={instance} />
          ))}
        </Rows>
      </PageSection>
      <PageSection title="Accounts">
        <AccountFindings findings={health.accounts} memberCount={health.memberCount} />
      </PageSection>
      <PageSection title="Repositories">
        <RepositoryFindings findings={health.repositories} repositoryCount={health.repositoryCount} />
      </PageSection>
      <PageSection title="Branches and exports">
        <BranchFindings branches={health.branches} stoppedExports={health.stoppedExports} />
      </PageSection>
      <UnjudgedRepositories unjudged={health.unjudged} />
    </>
  );
}

function NoRepositories() {
  const { id: workspaceId } = useWorkspace();
  return (
    <Frame>
      <EmptyState
        icon={<IconBrandGitlab size={20} />}
        title="No repositories connected yet"
        action={
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/w/$workspaceId/settings/repositories" params={{ workspaceId }} {...props} />
            )}
          >
            Connected GitLab repositories
          </Button>
        }
      >
        Once this workspace uses repositories, this page tells whether they, and the accounts that reach them,
        are all right.
      </EmptyState>
    </Frame>
  );
}

function Loading() {
  return (
    <>
      <RowsSkeleton count={1} height={44} front={false} />
      <PageSection title="GitLab instances">
        <RowsSkeleton count={1} />
      </PageSection>
      <PageSection title="Accounts">
        <RowsSkeleton count={1} height={44} front={false} />
      </PageSection>
    </>
  );
}
