import { Button, UnstyledButton } from '@mantine/core';
import { saveVersion, type Version } from '@notelab/contract';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { versionsQuery } from '../../api/version-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { NameDialog } from '../../theme/name-dialog.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { RowsSkeleton } from '../../theme/rows.tsx';
import { useOpenFiles } from '../editor/open-files.tsx';
import { ExportSection } from '../export/export-section.tsx';
import { useProject } from '../project-context.ts';
import { versionDetail, versionTitle } from './version-words.ts';
import classes from './versions-panel.module.css';

/** The Version history: every saved state of the project's notebooks, newest first. */
export function VersionsPanel() {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const query = useInfiniteQuery(versionsQuery(projectId));
  const [isNaming, setNaming] = useState(false);
  const versions = query.data?.pages.flatMap((page) => page.versions);
  return (
    <div className={classes.panel}>
      <ExportSection />
      {canEdit ? (
        <div className={classes.actions}>
          <Button variant="default" fullWidth onClick={() => setNaming(true)}>
            Save version
          </Button>
        </div>
      ) : null}
      {query.isError && !versions ? (
        <div className={classes.problem}>
          <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
        </div>
      ) : !versions ? (
        <RowsSkeleton count={4} height={48} front={false} />
      ) : versions.length === 0 ? (
        <EmptyState icon={<IconHistory size={20} />} title="No versions yet">
          Two minutes after somebody has edited a notebook, a version is kept here by itself.
        </EmptyState>
      ) : (
        <ul className={classes.list} aria-label="Versions">
          {versions.map((version) => (
            <VersionRow key={version.id} version={version} />
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <div className={classes.actions}>
          <Button
            variant="subtle"
            color="gray"
            fullWidth
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show older ones
          </Button>
        </div>
      ) : null}
      {isNaming ? (
        <NameDialog
          title="Save version"
          label="Name"
          description="All notebooks of the project as they are now. A named version is kept for good."
          submitLabel="Save version"
          onSubmit={(name) => call(saveVersion, { params: { projectId }, body: { name } })}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </div>
  );
}

function VersionRow({ version }: { version: Version }) {
  const { tabs, open } = useOpenFiles();
  const isOpen = tabs.active === `version:${version.id}`;
  return (
    <li className={classes.row} data-open={isOpen || undefined}>
      <UnstyledButton
        className={classes.open}
        onClick={() => open({ kind: 'version', versionId: version.id, notebookId: null })}
      >
        <span className={classes.first}>
          <span className={classes.title} data-named={version.name !== null || undefined}>
            {versionTitle(version)}
          </span>
          <span className={classes.time}>
            <RelativeTime at={version.createdAt} short />
          </span>
        </span>
        <span className={classes.detail}>{versionDetail(version)}</span>
      </UnstyledButton>
      {version.commit ? (
        <a className={classes.commit} href={version.commit.url} target="_blank" rel="noopener noreferrer">
          {version.commit.sha.slice(0, 8)} on GitLab
        </a>
      ) : null}
    </li>
  );
}
