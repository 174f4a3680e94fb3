import { useDebouncedValue } from '@mantine/hooks';
import type { Repository, RepositoryBranch } from '@notelab/contract';
import { IconGitBranch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { repositoryBranchesQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Chip } from '../theme/chip.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { PickItem, PickOne } from '../theme/pick-one.tsx';

interface BranchSelectProps {
  label?: string;
  repository: Pick<Repository, 'id' | 'defaultBranch'> | null;
  /** Null: whatever GitLab calls the default, for a repository without commits. */
  value: string | null;
  onChange: (branch: string) => void;
  error?: string;
}

/** Chooses a branch among those on GitLab, as the user sees them there. */
export function BranchSelect({
  label = 'Default branch',
  repository,
  value,
  onChange,
  error,
}: BranchSelectProps) {
  const workspace = useWorkspace();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 200);
  const branches = useQuery({
    ...repositoryBranchesQuery(workspace.id, repository?.id ?? '', wanted),
    enabled: repository !== null,
    placeholderData: keepPreviousData,
  });
  const items = repository ? (branches.data ?? []) : [];
  const isEmpty = repository !== null && branches.data?.length === 0 && wanted === '';
  const chosen: RepositoryBranch | null =
    value === null
      ? null
      : (items.find(({ name }) => name === value) ?? {
          name: value,
          default: value === repository?.defaultBranch,
          protected: false,
        });
  return (
    <>
      <PickOne
        label={label}
        description={
          isEmpty
            ? 'The repository has no commits yet. The clone starts on what GitLab calls its default branch.'
            : undefined
        }
        placeholder={isEmpty ? 'No branches yet' : 'Choose a branch'}
        items={items}
        value={chosen}
        keyOf={({ name }) => name}
        render={(branch) => <BranchItem branch={branch} />}
        onChoose={({ name }) => onChange(name)}
        search={search}
        onSearch={setSearch}
        searchLabel="Search branches"
        loading={repository !== null && branches.isFetching}
        nothing={wanted ? `No branch matches “${wanted}”.` : 'No branches yet.'}
        disabled={repository === null || isEmpty}
        error={error}
      />
      {branches.error ? (
        <ErrorPanel error={branches.error} compact onRetry={() => void branches.refetch()} />
      ) : null}
    </>
  );
}

function BranchItem({ branch }: { branch: RepositoryBranch }) {
  return (
    <PickItem
      icon={<IconGitBranch size={14} aria-hidden />}
      name={branch.name}
      chips={
        <>
          {branch.default ? <Chip>default</Chip> : null}
          {branch.protected ? <Chip>protected</Chip> : null}
        </>
      }
    />
  );
}
