import { Button, Skeleton } from '@mantine/core';
import type { ProjectExport } from '@notelab/contract';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { exportPreviewQuery } from '../../api/export-queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useProject } from '../project-context.ts';
import classes from './export-dialog.module.css';
import { ExportForm } from './export-form.tsx';

/** What an export would change on GitLab, and doing it with one commit. */
export function ExportDialog({ present, onClose }: { present: ProjectExport; onClose: () => void }) {
  const { id: projectId } = useProject();
  const query = useQuery(exportPreviewQuery(projectId));
  const preview = query.data;
  const title = `Export notebooks to ${present.target?.repositoryPath ?? 'GitLab'}`;
  if (preview && preview.files.length > 0)
    return <ExportForm title={title} preview={preview} present={present} onClose={onClose} />;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      }
    >
      {query.isError ? (
        <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
      ) : preview ? (
        <EmptyState icon={<IconCheck size={20} />} title="Everything is on GitLab">
          {preview.unchangedCount === 1 ? 'The file is' : `All ${preview.unchangedCount} files are`} the same
          on {preview.branch}.
        </EmptyState>
      ) : (
        <div className={classes.asking} role="status">
          Asking GitLab what is there …
          <Skeleton height={10} width="60%" mt={14} />
          <Skeleton height={10} width="44%" mt={12} />
        </div>
      )}
    </Dialog>
  );
}
