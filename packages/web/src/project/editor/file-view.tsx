import { Button, Skeleton } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../../api/problem.ts';
import { fileQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel, PanelButton } from '../../theme/error-panel.tsx';
import { LargeFile } from '../linked-content/large-file.tsx';
import { parsePointer } from '../linked-content/parse-pointer.ts';
import { useUnfetchedSize } from '../linked-content/use-unfetched-size.ts';
import { LargeNotebook } from '../notebook/large-notebook.tsx';
import { isNotebookPath } from '../notebook/notebook-switch.tsx';
import { nameOf } from '../paths.ts';
import { useProject } from '../project-context.ts';
import { downloadUrl } from '../raw-file.ts';
import { sizeInWords } from '../sizes.ts';
import { FileBar } from './file-bar.tsx';
import classes from './file-view.module.css';
import { ImageFile } from './image-file.tsx';
import { useDraft } from './open-files.tsx';
import { TextFileView } from './text-file-view.tsx';

/** The file of the tab in front. */
export function FileView({ path, onClose }: { path: string; onClose: () => void }) {
  const { id: projectId } = useProject();
  const query = useQuery(fileQuery(projectId, path));
  const draft = useDraft(path);
  const unfetchedBytes = useUnfetchedSize(path);
  const isGone = isProblem(query.error, 'file-not-found');

  if (query.isPending) return <LoadingFile />;
  // Unsaved text stays in sight, whatever has happened to its file.
  const file =
    query.data ??
    (draft ? { path, kind: 'text' as const, text: '', size: 0, etag: draft.etag, readOnly: false } : null);
  if (!file || (query.isError && !draft)) {
    return (
      <div className={classes.problem}>
        <ErrorPanel
          error={query.error}
          onRetry={() => void query.refetch()}
          action={<PanelButton onClick={onClose}>Close the tab</PanelButton>}
        />
      </div>
    );
  }
  const pointer = file.kind === 'text' ? parsePointer(file.text) : null;
  const missingBytes = pointer?.sizeBytes ?? (file.kind === 'image' ? unfetchedBytes : null);
  if (missingBytes !== null && !draft) return <LargeFile path={path} sizeBytes={missingBytes} />;
  if (file.kind === 'text' || draft) return <TextFileView key={path} file={file} isGone={isGone} />;
  if (file.kind === 'too-large' && isNotebookPath(path)) return <LargeNotebook key={path} file={file} />;
  if (file.kind === 'image') return <ImageFile key={path} file={file} />;
  return (
    <>
      <FileBar path={path} />
      <EmptyState
        icon={<IconFileDownload size={20} />}
        title={file.kind === 'binary' ? 'This file is not text' : 'This file is too large to edit here'}
        action={
          <Button component="a" href={downloadUrl(projectId, path)} download variant="default">
            Download
          </Button>
        }
      >
        {nameOf(path)} has {sizeInWords(file.size)}. It can be downloaded and opened on your computer.
      </EmptyState>
    </>
  );
}

function LoadingFile() {
  return (
    <div className={classes.loading} role="status" aria-label="Loading the file">
      {[38, 56, 24, 62, 47, 30].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} mb={14} />
      ))}
    </div>
  );
}
