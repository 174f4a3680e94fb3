import { Button, Skeleton, TextInput } from '@mantine/core';
import { type Integration, isUsable } from '@notelab/contract';
import { IconBrandGitlab, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { integrationsQuery, membersQuery, myInstancesQuery } from '../../api/queries.ts';
import { useRole, useWorkspace } from '../../app/workspace.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { AccountNotices } from './account-notices.tsx';
import classes from './connect.module.css';
import { IntegrationChoice } from './integration-choice.tsx';

/** Chooses the integration whose repository is cloned into the project. */
export function ConnectRepositoryDialog({ onClose }: { onClose: () => void }) {
  const { id: workspaceId } = useWorkspace();
  const query = useQuery(integrationsQuery(workspaceId));
  return (
    <Dialog
      title="Connect a GitLab repository"
      onClose={onClose}
      size={620}
      footer={
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      {query.data ? (
        query.data.length > 0 ? (
          <Choices integrations={query.data} onClose={onClose} />
        ) : (
          <NoIntegrations />
        )
      ) : query.isError ? (
        <QueryErrorPanel query={query} />
      ) : (
        <div role="status" aria-label="Loading">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} height={54} radius={8} mb={8} />
          ))}
        </div>
      )}
    </Dialog>
  );
}

function Choices({ integrations, onClose }: { integrations: Integration[]; onClose: () => void }) {
  const { data: instances } = useQuery(myInstancesQuery());
  const [search, setSearch] = useState('');
  const lower = search.trim().toLowerCase();
  const found = integrations.filter(({ name, repository, folderName }) =>
    [name, repository.path, folderName].some((text) => text.toLowerCase().includes(lower)),
  );
  const severalInstances = new Set(integrations.map(({ repository }) => repository.instanceId)).size > 1;
  const accountOf = ({ repository }: Integration) =>
    instances?.find(({ id }) => id === repository.instanceId)?.account ?? null;
  return (
    <>
      <TextInput
        aria-label="Search integrations"
        placeholder="Search integrations"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        // The list may come after the dialog, whose own search for a first field is over then.
        autoFocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {instances ? <AccountNotices integrations={integrations} instances={instances} /> : null}
      <ul className={classes.list} aria-label="GitLab integrations">
        {found.map((integration) => (
          <IntegrationChoice
            key={integration.id}
            integration={integration}
            severalInstances={severalInstances}
            canClone={!instances || isUsable(accountOf(integration) ?? null)}
            onConnected={onClose}
          />
        ))}
      </ul>
      {found.length === 0 ? <p className={classes.none}>No integration matches “{search.trim()}”.</p> : null}
    </>
  );
}

function NoIntegrations() {
  const { isAdmin } = useRole();
  const { id: workspaceId } = useWorkspace();
  return (
    <EmptyState
      icon={<IconBrandGitlab size={20} />}
      title="No integration yet"
      action={
        isAdmin ? (
          <Button
            renderRoot={(props) => (
              <Link to="/w/$workspaceId/integrations" params={{ workspaceId }} {...props} />
            )}
          >
            Go to Integrations
          </Button>
        ) : null
      }
    >
      {isAdmin ? (
        'An integration says which repository, branch and folder to use. Create one, then connect it here.'
      ) : (
        <WhomToAsk workspaceId={workspaceId} />
      )}
    </EmptyState>
  );
}

function WhomToAsk({ workspaceId }: { workspaceId: string }) {
  const { data: members } = useQuery(membersQuery(workspaceId));
  const admins = members?.filter(({ role }) => role === 'admin').map(({ user }) => user.name) ?? [];
  const whom = admins.length > 0 ? `Ask ${admins.join(', ')}` : 'Ask an admin of the workspace';
  return (
    <>
      An integration says which repository, branch and folder to use. Admins create them. {whom} to add one.
    </>
  );
}
