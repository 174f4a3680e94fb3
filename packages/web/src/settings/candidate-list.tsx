import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type InstanceForUser, isUsable, type Repository } from '@notelab/contract';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { gitlabProjectsQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { ConnectAccountButton } from '../theme/connect-account-button.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './candidate-list.module.css';
import { CandidateRows } from './candidate-rows.tsx';
import { type Choice, toCandidates } from './repository-choice.ts';

interface CandidateListProps {
  instance: InstanceForUser;
  /** Repositories of this instance that are connected now. */
  connected: Repository[];
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

/** The admin's GitLab projects with a tick each, found by searching; needs the admin's own account. */
export function CandidateList({ instance, connected, choice, onChoice }: CandidateListProps) {
  const workspace = useWorkspace();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const hasAccount = isUsable(instance.account);
  const projects = useInfiniteQuery({
    ...gitlabProjectsQuery(workspace.id, instance.id, wanted),
    enabled: hasAccount,
  });
  const found = projects.data?.pages.flatMap((page) => page.projects) ?? [];
  const candidates = toCandidates(connected, found, wanted);
  return (
    <div>
      <div className={classes.search}>
        <TextInput
          aria-label="Search your GitLab projects"
          placeholder="Search your GitLab projects"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          maxLength={200}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {hasAccount ? null : <AccountNeeded instance={instance} />}
      {projects.error ? (
        <div className={classes.notice}>
          <ErrorPanel error={projects.error} compact onRetry={() => void projects.refetch()} />
        </div>
      ) : null}
      <CandidateRows
        candidates={candidates}
        choice={choice}
        onChoice={onChoice}
        loading={hasAccount && (projects.isPending || projects.isPlaceholderData)}
        loadingMore={projects.isFetchingNextPage}
        onEnd={projects.hasNextPage && !projects.isFetching ? () => void projects.fetchNextPage() : undefined}
        nothing={
          wanted
            ? `None of your GitLab projects matches “${wanted}”.`
            : 'Your GitLab account is a Developer or more in no project there.'
        }
      />
    </div>
  );
}

function AccountNeeded({ instance }: { instance: InstanceForUser }) {
  const workspace = useWorkspace();
  const lost = instance.account !== null;
  return (
    <div className={classes.notice}>
      <div className={classes.account}>
        <div>
          <strong>
            {lost ? `Reconnect your account on ${instance.name}` : `Connect your account on ${instance.name}`}
          </strong>
          <p>
            {lost
              ? 'GitLab no longer accepts the connection. Reconnect to see your projects there.'
              : 'The projects to choose from are those of your own GitLab account.'}
          </p>
        </div>
        <ConnectAccountButton
          instanceId={instance.id}
          label={lost ? 'Reconnect' : undefined}
          returnTo={`/w/${workspace.id}/settings/repositories?manage=true`}
        />
      </div>
    </div>
  );
}
