import type { Repository } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { repositoriesQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { useAdminNames } from '../settings/use-admin-names.ts';
import { Chip } from '../theme/chip.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { PickItem, PickOne } from '../theme/pick-one.tsx';

interface RepositorySelectProps {
  value: Repository | null;
  onChange: (repository: Repository) => void;
  error?: string;
}

/** Chooses one of the repositories connected to the workspace. */
export function RepositorySelect({ value, onChange, error }: RepositorySelectProps) {
  const workspace = useWorkspace();
  const [search, setSearch] = useState('');
  const repositories = useQuery(repositoriesQuery(workspace.id));
  const all = repositories.data ?? [];
  const severalInstances = new Set(all.map(({ instanceId }) => instanceId)).size > 1;
  const matching = all.filter(({ path }) => path.toLowerCase().includes(search.trim().toLowerCase()));
  const isEmpty = repositories.data?.length === 0;
  return (
    <>
      <PickOne
        label="Repository"
        description={<WhereFrom isEmpty={isEmpty} />}
        placeholder="Choose a repository"
        items={matching}
        value={value}
        keyOf={({ id }) => id}
        render={(repository) => (
          <PickItem
            name={repository.path}
            chips={
              <>
                <Chip>{repository.visibility}</Chip>
                {repository.archived ? <Chip tone="modified">archived</Chip> : null}
                {severalInstances ? <Chip>{repository.instanceName}</Chip> : null}
              </>
            }
          />
        )}
        onChoose={onChange}
        search={search}
        onSearch={setSearch}
        searchLabel="Search repositories"
        loading={repositories.isFetching}
        nothing={search ? `No connected repository matches “${search}”.` : 'No repositories.'}
        disabled={isEmpty}
        error={error}
      />
      {repositories.error ? (
        <ErrorPanel error={repositories.error} compact onRetry={() => void repositories.refetch()} />
      ) : null}
    </>
  );
}

/** Admins connect repositories from here; others are told whom to ask. */
function WhereFrom({ isEmpty }: { isEmpty: boolean }) {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const admins = useAdminNames();
  const words = isEmpty
    ? 'No repository is connected to this workspace yet.'
    : 'Repositories connected to this workspace.';
  if (!isAdmin) return isEmpty ? `${words} Ask ${admins ?? 'an admin'} to connect one.` : words;
  return (
    <>
      {words}{' '}
      <Link
        to="/w/$workspaceId/settings/repositories"
        params={{ workspaceId: workspace.id }}
        search={{ manage: true }}
      >
        {isEmpty ? 'Connect repositories' : 'Manage repositories'}
      </Link>
    </>
  );
}
