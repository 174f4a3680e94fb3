import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { exportNotebook, FilePath, type Notebook, type NotebookFormat } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/call.ts';
import { notebookSourcesQuery } from '../../../api/notebook-queries.ts';
import { fieldErrors, isProblem } from '../../../api/problem.ts';
import { filesQuery } from '../../../api/queries.ts';
import { useRole } from '../../../app/workspace.ts';
import { Dialog } from '../../../theme/dialog.tsx';
import { ErrorPanel } from '../../../theme/error-panel.tsx';
import { notifyDone } from '../../../theme/notify.ts';
import { parentOf } from '../../paths.ts';
import { useProject } from '../../project-context.ts';
import { notebookDownloadUrl } from './download-url.ts';
import classes from './export-notebook-dialog.module.css';
import { suggestPath, withFormat } from './suggest-path.ts';

/** Writes a notebook to a file of the project, or hands it over as a download. */
export function ExportNotebookDialog({ notebook, onClose }: { notebook: Notebook; onClose: () => void }) {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const client = useQueryClient();
  const { data: sources } = useQuery(notebookSourcesQuery(projectId));
  const source = sources?.find(({ notebookId }) => notebookId === notebook.id) ?? null;
  const [where, setWhere] = useState<'file' | 'download'>(canEdit ? 'file' : 'download');
  const [format, setFormat] = useState<NotebookFormat>(source?.format ?? 'ipynb');
  const [outputs, setOutputs] = useState(source?.outputs ?? false);
  const [typed, setTyped] = useState<string | null>(null);
  const [isThere, setThere] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const path = typed ?? suggestPath(notebook.name, format, source);

  const forgetRefusal = () => {
    setThere(false);
    setReason(null);
    setError(null);
  };
  const write = async () => {
    const parsed = FilePath.safeParse(path.trim());
    if (!parsed.success || parsed.data === '')
      return setReason(parsed.error?.issues[0]?.message ?? 'A path is needed.');
    setBusy(true);
    forgetRefusal();
    try {
      const body = { path: parsed.data, format, outputs, overwrite: isThere };
      const written = await call(exportNotebook, { params: { notebookId: notebook.id }, body });
      for (const queryKey of [
        filesQuery(projectId, parentOf(written.path)).queryKey,
        ['notebooks', projectId],
        ['checkout'],
      ])
        void client.invalidateQueries({ queryKey });
      notifyDone(`${notebook.name} is exported to ${written.path}`);
      onClose();
    } catch (thrown) {
      if (isProblem(thrown, 'file-exists')) setThere(true);
      else if (fieldErrors(thrown).path) setReason(fieldErrors(thrown).path ?? null);
      else setError(thrown);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Export ${notebook.name}`}
      onClose={onClose}
      onSubmit={where === 'file' ? () => void write() : undefined}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {where === 'download' ? (
            <Button
              component="a"
              href={notebookDownloadUrl(notebook.id, { format, outputs })}
              download
              onClick={onClose}
            >
              Download
            </Button>
          ) : (
            <Button type="submit" loading={busy} color={isThere ? 'danger' : undefined}>
              {isThere ? 'Replace the file' : 'Export'}
            </Button>
          )}
        </>
      }
    >
      <div className={classes.form}>
        {canEdit ? (
          <SegmentedControl
            aria-label="Where to"
            value={where}
            onChange={(value) => setWhere(value === 'file' ? 'file' : 'download')}
            data={[
              { value: 'file', label: 'A file of the project' },
              { value: 'download', label: 'A download' },
            ]}
          />
        ) : null}
        <SegmentedControl
          aria-label="Format"
          value={format}
          onChange={(value) => {
            const next = value === 'deepnote' ? 'deepnote' : 'ipynb';
            setFormat(next);
            setTyped(typed === null ? null : withFormat(typed, next));
            forgetRefusal();
          }}
          data={[
            { value: 'ipynb', label: 'Jupyter (.ipynb)' },
            { value: 'deepnote', label: 'Deepnote (.deepnote)' },
          ]}
        />
        <Checkbox
          size="sm"
          label="With outputs"
          description="Results make commits large and show what is in the data."
          checked={outputs}
          onChange={({ currentTarget }) => setOutputs(currentTarget.checked)}
        />
        {where === 'file' ? (
          <TextInput
            label="Path in the project"
            description={
              source
                ? undefined
                : 'The notebook remembers this file: Notelab says when one of the two changes.'
            }
            value={path}
            error={reason}
            spellCheck={false}
            data-autofocus
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              forgetRefusal();
            }}
          />
        ) : null}
        {isThere ? (
          <p className={classes.there} role="alert">
            There is a file of this name already. Replacing it loses what stands only there.
          </p>
        ) : null}
        {error ? <ErrorPanel error={error} compact /> : null}
      </div>
    </Dialog>
  );
}
