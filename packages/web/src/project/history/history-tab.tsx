import { useDebouncedValue } from '@mantine/hooks';
import { IconGitCommit } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { historyQuery } from '../../api/history-queries.ts';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { RowsSkeleton } from '../../theme/rows.tsx';
import { useOpenFiles } from '../editor/open-files.tsx';
import type { Tab } from '../editor/tabs.ts';
import { CommitDetails } from './commit-details.tsx';
import classes from './history.module.css';
import { HistoryBar } from './history-bar.tsx';
import { HistoryList } from './history-list.tsx';
import type { HistoryView } from './history-view.ts';

const typingPauseMs = 250;

/** The commits of a branch, and what the selected one changed. */
export function HistoryTab({ tab }: { tab: Extract<Tab, { kind: 'history' }> }) {
  const { open } = useOpenFiles();
  const { checkoutId, view, commit } = tab;
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), typingPauseMs);
  const { data: status } = useQuery(checkoutStatusQuery(checkoutId));
  // What the list shows depends on these; files that are edited do not make it ask again.
  const state = status ? `${status.headOid} ${status.upstream} ${status.ahead} ${status.behind}` : '';
  const query = useInfiniteQuery({
    ...historyQuery(checkoutId, view, wanted, state),
    enabled: Boolean(status),
  });
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [isFetching, fetchNextPage]);
  const commits = query.data?.pages.flatMap((page) => page.commits) ?? [];
  const select = (oid: string | null) => open({ ...tab, commit: oid });
  return (
    <div className={classes.tab}>
      <HistoryBar
        checkoutId={checkoutId}
        status={status}
        view={view}
        onView={(next) => open({ ...tab, view: next, commit: null })}
        search={search}
        onSearch={setSearch}
      />
      <div className={classes.top} data-alone={commit === null || undefined}>
        {query.isError ? (
          <div className={classes.problem}>
            <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
          </div>
        ) : query.isPending ? (
          <RowsSkeleton count={6} height={30} front={false} />
        ) : commits.length === 0 ? (
          <NoCommits view={view} search={wanted} />
        ) : (
          <HistoryList
            commits={commits}
            hasGraph={wanted === ''}
            selected={commit}
            onSelect={select}
            onMore={hasNextPage ? more : null}
          />
        )}
      </div>
      {commit === null ? null : (
        <CommitDetails
          checkout={{ id: checkoutId, folderName: tab.folderName }}
          oid={commit}
          onSelect={select}
          onClose={() => select(null)}
        />
      )}
    </div>
  );
}

function NoCommits({ view, search }: { view: HistoryView; search: string }) {
  if (search !== '')
    return <EmptyState title="Nothing found">No commit has “{search}” in its message or author.</EmptyState>;
  if (view.of === 'to-push')
    return <EmptyState title="Nothing to push">GitLab has every commit of this branch.</EmptyState>;
  if (view.of === 'to-pull')
    return (
      <EmptyState title="Nothing to pull">At the last fetch GitLab had nothing that is not here.</EmptyState>
    );
  return (
    <EmptyState icon={<IconGitCommit size={20} />} title="No commit yet">
      The first Commit & Push begins the history.
    </EmptyState>
  );
}
