import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditLogQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { EmptyState } from '../theme/empty-state.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { Page } from '../theme/page.tsx';
import { RelativeTime } from '../theme/relative-time.tsx';
import { Frame, RowsSkeleton } from '../theme/rows.tsx';
import { AdminsOnly } from './admins-only.tsx';
import classes from './audit-log.module.css';
import { toSentence } from './audit-words.ts';

/** Who did what in the workspace, newest first. */
export function AuditLog() {
  const { isAdmin } = useRole();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  return (
    <Page
      title="Audit log"
      lead="What members and GitLab did in this workspace. Entries stay when people and projects go."
      narrow
    >
      {isAdmin ? (
        <>
          <TextInput
            className={classes.search}
            aria-label="Search the audit log"
            placeholder="Search people, actions, repositories"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search}
            maxLength={200}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Entries search={wanted} />
        </>
      ) : (
        <AdminsOnly what="read the audit log" />
      )}
    </Page>
  );
}

function Entries({ search }: { search: string }) {
  const workspace = useWorkspace();
  const log = useInfiniteQuery(auditLogQuery(workspace.id, search));
  if (log.data === undefined) {
    return log.error ? <QueryErrorPanel query={log} /> : <RowsSkeleton count={8} height={37} front={false} />;
  }
  const entries = log.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return (
      <Frame>
        <EmptyState
          icon={<IconHistory size={20} />}
          title={search ? `Nothing matches “${search}”` : 'Nothing has happened yet'}
        >
          {search
            ? 'Try a name, a repository path or a word such as pushed.'
            : 'Come back after the first change.'}
        </EmptyState>
      </Frame>
    );
  }
  return (
    <>
      <Frame>
        <ol className={classes.entries} aria-label="Audit log" aria-busy={log.isPlaceholderData}>
          {entries.map((entry) => (
            <li key={entry.id} className={classes.entry}>
              <span className={classes.when}>
                <RelativeTime at={entry.at} short />
              </span>
              <span className={classes.sentence}>
                <strong>{entry.actor ?? 'Notelab'}</strong> {toSentence(entry)}
              </span>
            </li>
          ))}
        </ol>
      </Frame>
      {log.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
      {log.isFetchNextPageError ? <QueryErrorPanel query={log} /> : null}
    </>
  );
}
