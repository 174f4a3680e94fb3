import { Button, Checkbox } from '@mantine/core';
import type { ExportFile, MergeConflicts } from '@notelab/contract';
import { lazy, Suspense, useState } from 'react';
import classes from './export-dialog.module.css';
import type { ExportFormState } from './use-export-form.ts';
import { useMergeExported } from './use-merge-exported.ts';

const MergeFileDialog = lazy(() =>
  import('../notebooks/source/merge-source-dialog.tsx').then(({ MergeSourceDialog }) => ({
    default: MergeSourceDialog,
  })),
);

/** A file that somebody changed on GitLab since the last export: it is merged first, or overwritten on purpose. */
export function LeftAloneBar({ file, form }: { file: ExportFile; form: ExportFormState }) {
  const { merge, busy } = useMergeExported(file);
  const [conflicts, setConflicts] = useState<MergeConflicts | null>(null);
  const isDeleted = file.change === 'deleted-there';
  const overwrite = (
    <Checkbox
      size="xs"
      label={isDeleted ? 'Write it again' : 'Overwrite what is on GitLab'}
      checked={form.isOverwritten(file)}
      disabled={form.busy}
      onChange={({ currentTarget }) => form.setOverwrite(file, currentTarget.checked)}
    />
  );
  return (
    <div className={classes.leftAlone} role="status">
      <span>
        {isDeleted ? 'Somebody deleted this file on GitLab' : 'Somebody changed this file on GitLab'} since
        the last export. It is left alone.
      </span>
      <div className={classes.leftAloneEnd}>
        {overwrite}
        {!isDeleted && file.notebookId ? (
          <Button
            size="xs"
            variant="default"
            loading={busy}
            onClick={async () => setConflicts(await merge())}
          >
            Merge into notebook
          </Button>
        ) : null}
      </div>
      {conflicts && file.notebookId ? (
        <Suspense>
          <MergeFileDialog
            notebookId={file.notebookId}
            name={file.notebookName}
            path={file.path}
            conflicts={conflicts}
            busy={busy}
            onMerge={async (decided) => setConflicts(await merge(decided))}
            onClose={() => setConflicts(null)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
