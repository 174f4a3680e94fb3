import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import { type ExportRun, forgetExport, type ProjectExport } from '@notelab/contract';
import { IconDots, IconExternalLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../api/call.ts';
import { exportQuery } from '../../api/export-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { GitLabTitle } from '../../theme/gitlab-mark.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useProject } from '../project-context.ts';
import classes from './export-section.module.css';
import {
  automaticInWords,
  formatInWords,
  leftAloneInWords,
  placeInWords,
  runInWords,
} from './export-words.ts';

const ExportDialog = lazy(() =>
  import('./export-dialog.tsx').then(({ ExportDialog }) => ({ default: ExportDialog })),
);
const ExportSettingsDialog = lazy(() =>
  import('./export-settings-dialog.tsx').then(({ ExportSettingsDialog }) => ({
    default: ExportSettingsDialog,
  })),
);

/** Where the project's notebooks go on GitLab, above its versions. */
export function ExportSection() {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { data, error, refetch } = useQuery(exportQuery(projectId));
  const [shown, setShown] = useState<'settings' | 'export' | 'forget' | null>(null);
  if (!data)
    return (
      <div className={classes.section}>
        {error ? (
          <ErrorPanel error={error} compact onRetry={() => void refetch()} />
        ) : (
          <Skeleton height={34} />
        )}
      </div>
    );
  const close = () => setShown(null);
  return (
    <section className={classes.section} aria-label="Export to GitLab">
      {data.settings && data.target ? (
        <Connected data={data} onShow={setShown} />
      ) : canEdit ? (
        <Button variant="default" fullWidth onClick={() => setShown('settings')}>
          Connect Git repository
        </Button>
      ) : (
        <p className={classes.hint}>Notebooks are not exported to GitLab. An editor can set it up.</p>
      )}
      <Suspense>
        {shown === 'settings' ? <ExportSettingsDialog present={data} onClose={close} /> : null}
        {shown === 'export' ? <ExportDialog present={data} onClose={close} /> : null}
      </Suspense>
      {shown === 'forget' ? <ForgetDialog present={data} onClose={close} /> : null}
    </section>
  );
}

interface ConnectedProps {
  data: ProjectExport;
  onShow: (what: 'settings' | 'export' | 'forget') => void;
}

function Connected({ data: { settings, target, automatic, runs, leftAloneCount }, onShow }: ConnectedProps) {
  const { canEdit } = useRole();
  if (!settings || !target) return null;
  const [last] = runs;
  return (
    <>
      <div className={classes.head}>
        <div className={classes.words}>
          <div className={classes.target}>
            <GitLabTitle>
              {target.webUrl ? (
                <a href={target.webUrl} target="_blank" rel="noopener noreferrer">
                  {target.repositoryPath} <IconExternalLink size={12} aria-label="on GitLab" />
                </a>
              ) : (
                target.repositoryPath
              )}
            </GitLabTitle>
          </div>
          <div className={classes.detail}>{placeInWords(settings)}</div>
          <div className={classes.detail}>{formatInWords(settings)}</div>
        </div>
        {canEdit ? (
          <Menu position="bottom-end" width={220}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={26} aria-label="More for the export">
                <IconDots size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onShow('settings')}>Change where and how …</Menu.Item>
              <Menu.Item onClick={() => onShow('forget')}>Export no more …</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {target.repositoryConnected ? null : (
        <p className={classes.warning}>
          An admin has removed this repository from the workspace. Nothing is exported until it is connected
          again, or another one is chosen.
        </p>
      )}
      {automatic ? (
        <p className={automatic.status === 'stopped' ? classes.warning : classes.detail}>
          {automaticInWords(automatic)}
          {automatic.retryAt ? (
            <>
              {' '}
              Next: <RelativeTime at={automatic.retryAt} />.
            </>
          ) : null}
        </p>
      ) : null}
      {automatic?.problem ? <ErrorPanel error={automatic.problem} compact /> : null}
      {last ? <LastRun run={last} /> : null}
      {leftAloneCount > 0 ? <p className={classes.detail}>{leftAloneInWords(leftAloneCount)}</p> : null}
      {canEdit && target.repositoryConnected ? (
        <Button fullWidth mt={8} onClick={() => onShow('export')}>
          Export notebooks
        </Button>
      ) : null}
    </>
  );
}

function LastRun({ run }: { run: ExportRun }) {
  return (
    <>
      <p className={run.status === 'failed' ? classes.warning : classes.detail}>
        Last export <RelativeTime at={run.at} /> by {run.by}: {runInWords(run)}
        {run.commitUrl && run.commit ? (
          <>
            {' · '}
            <a href={run.commitUrl} target="_blank" rel="noopener noreferrer">
              {run.commit.slice(0, 8)}
            </a>
          </>
        ) : null}
        {run.mergeRequest?.webUrl ? (
          <>
            {' · '}
            <a href={run.mergeRequest.webUrl} target="_blank" rel="noopener noreferrer">
              merge request !{run.mergeRequest.iid}
            </a>
          </>
        ) : null}
      </p>
      {run.problem ? <ErrorPanel error={run.problem} compact /> : null}
    </>
  );
}

function ForgetDialog({ present, onClose }: { present: ProjectExport; onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title="Export no more?"
      confirmLabel="Export no more"
      onConfirm={async () => {
        const after = await call(forgetExport, { params: { projectId } });
        client.setQueryData(exportQuery(projectId).queryKey, after);
      }}
    >
      <p>
        What is in {present.target?.repositoryPath} on GitLab stays there. When the export is set up again for
        the same folder, it goes on with these files.
      </p>
    </ConfirmDialog>
  );
}
