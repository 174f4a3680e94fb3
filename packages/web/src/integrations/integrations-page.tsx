import { Button, Menu } from '@mantine/core';
import type { Integration } from '@notelab/contract';
import { IconPlug } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { integrationsQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { GitLabAnswer } from '../settings/gitlab-answer.tsx';
import { useAdminNames } from '../settings/use-admin-names.ts';
import { EmptyState } from '../theme/empty-state.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { GitLabMark } from '../theme/gitlab-mark.tsx';
import { Page } from '../theme/page.tsx';
import { Frame, Rows, RowsSkeleton } from '../theme/rows.tsx';
import { SectionTitle } from '../theme/section-title.tsx';
import { IntegrationRow } from './integration-row.tsx';
import classes from './integrations-page.module.css';
import { NewIntegrationDialog } from './new-integration-dialog.tsx';

/** The presets that projects can connect. */
export function IntegrationsPage() {
  const { isAdmin } = useRole();
  const admins = useAdminNames();
  const [making, setMaking] = useState(false);
  const make = () => setMaking(true);
  return (
    <Page
      title="Integrations"
      lead={
        <>
          Presets that any project of this workspace can connect. Admins make them; editors use them.
          {isAdmin || !admins ? null : ` To add or change one, ask ${admins}.`}
        </>
      }
      action={isAdmin ? <AddIntegration onGitLab={make} /> : null}
    >
      <GitLabAnswer />
      <section aria-labelledby="version-control">
        <SectionTitle id="version-control">Version control</SectionTitle>
        <IntegrationList />
      </section>
      {isAdmin ? (
        <section className={classes.available} aria-labelledby="available">
          <SectionTitle id="available">Available</SectionTitle>
          <button type="button" className={classes.card} onClick={make}>
            <span className={classes.cardTitle}>
              <GitLabMark size={22} />
              GitLab
            </span>
            <span className={classes.cardText}>
              Connect a repository from GitLab.com or your own instance.
            </span>
          </button>
        </section>
      ) : null}
      {making ? <NewIntegrationDialog onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function AddIntegration({ onGitLab }: { onGitLab: () => void }): ReactNode {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button>Add integration</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Version control</Menu.Label>
        <Menu.Item leftSection={<GitLabMark size={20} />} onClick={onGitLab}>
          GitLab
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function IntegrationList() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const integrations = useQuery(integrationsQuery(workspace.id));
  if (integrations.data === undefined) {
    return integrations.error ? <QueryErrorPanel query={integrations} /> : <RowsSkeleton />;
  }
  if (integrations.data.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<IconPlug size={20} />} title="No integrations yet">
          {isAdmin
            ? 'Choose Add integration, then GitLab, and pick a repository, its default branch and a folder name.'
            : 'An admin of the workspace makes them; then you can connect them to projects.'}
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Rows label="Integrations">
      {integrations.data.map((integration: Integration) => (
        <IntegrationRow key={integration.id} integration={integration} />
      ))}
    </Rows>
  );
}
