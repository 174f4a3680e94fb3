import { Button, Textarea } from '@mantine/core';
import type { ExportFile, ExportPreview, ProjectExport } from '@notelab/contract';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { NewBranchChoice } from '../commit/new-branch-choice.tsx';
import { Notice } from '../commit/notice.tsx';
import { DiffModeSwitch, useDiffMode } from '../diff/diff-mode-switch.tsx';
import classes from './export-dialog.module.css';
import { ExportFileDiff } from './export-file-diff.tsx';
import { ExportFileList } from './export-file-list.tsx';
import { isLeftAlone } from './export-words.ts';
import { LeftAloneBar } from './left-alone-bar.tsx';
import { useExportForm } from './use-export-form.ts';

interface ExportFormProps {
  title: string;
  preview: ExportPreview;
  present: ProjectExport;
  onClose: () => void;
}

/** Message, files with their differences, and where the commit goes. */
export function ExportForm({ title, preview, present, onClose }: ExportFormProps) {
  const form = useExportForm(preview, present.runs, onClose);
  const [mode, setMode] = useDiffMode();
  const [shownPath, setShownPath] = useState(preview.files[0]?.path ?? null);
  const shown: ExportFile | null =
    preview.files.find(({ path }) => path === shownPath) ?? preview.files[0] ?? null;
  const noAccess = preview.push.kind === 'no-access' || preview.push.kind === 'archived';
  return (
    <Dialog
      title={title}
      size={1080}
      flush
      onClose={onClose}
      onSubmit={() => form.isReady && !noAccess && void form.submit()}
      footer={
        <>
          <span className={classes.count} role="status">
            {form.fileCount} {form.fileCount === 1 ? 'file' : 'files'} · one commit on{' '}
            {form.newBranch ?? preview.branch}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.busy} disabled={!form.isReady || noAccess}>
            Commit & Push
          </Button>
        </>
      }
    >
      <div className={classes.form}>
        <div className={classes.side}>
          <Textarea
            aria-label="Commit message"
            autosize
            minRows={2}
            maxRows={6}
            value={form.message}
            data-autofocus
            onChange={({ currentTarget }) => form.setMessage(currentTarget.value)}
          />
          <ul className={classes.notices}>
            <PushWords preview={preview} repositoryPath={present.target?.repositoryPath ?? ''} />
          </ul>
          <NewBranchChoice
            currentBranch={preview.branch}
            name={form.newBranch}
            problem={form.newBranch ? form.branchProblem : null}
            disabled={form.busy}
            onChange={form.setNewBranch}
          />
          {form.newBranch === null ? null : (
            <p className={classes.hint}>A merge request into {preview.branch} is opened for it.</p>
          )}
          <ExportFileList files={preview.files} shown={shown?.path ?? null} onShow={setShownPath} />
          {form.error ? <ErrorPanel error={form.error} compact /> : null}
        </div>
        <div className={classes.diff}>
          {shown ? (
            <>
              <div className={classes.diffHead}>
                <span className={classes.diffPath} title={shown.path}>
                  <bdi>{shown.previousPath ? `${shown.previousPath} → ${shown.path}` : shown.path}</bdi>
                </span>
                <DiffModeSwitch mode={mode} onChange={setMode} />
              </div>
              {isLeftAlone(shown.change) ? <LeftAloneBar file={shown} form={form} /> : null}
              <div className={classes.diffBody}>
                <ExportFileDiff file={shown} mode={mode} />
              </div>
            </>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

function PushWords({ preview, repositoryPath }: { preview: ExportPreview; repositoryPath: string }) {
  const icon = <IconLock size={16} aria-hidden />;
  switch (preview.push.kind) {
    case 'protected':
      return (
        <Notice icon={icon} tone="info">
          <strong>{preview.branch}</strong> is protected and you may not push to it: the commit goes to a new
          branch, with a merge request.
        </Notice>
      );
    case 'no-access':
      return (
        <Notice icon={icon} tone="conflict">
          <strong>Your GitLab account may not push to {repositoryPath}.</strong> A maintainer there can give
          you the Developer role.
        </Notice>
      );
    case 'archived':
      return (
        <Notice icon={icon} tone="conflict">
          <strong>{repositoryPath} is archived</strong> and takes no pushes.
        </Notice>
      );
    default:
      return null;
  }
}
