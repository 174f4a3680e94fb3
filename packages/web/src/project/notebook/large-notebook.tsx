import { Button, Loader } from '@mantine/core';
import type { FileContent } from '@notelab/contract';
import { lazy, Suspense } from 'react';
import { FileBar } from '../editor/file-bar.tsx';
import classes from '../editor/file-view.module.css';
import { MoveToNotebooksButton } from '../notebooks/imports/move-to-notebooks-button.tsx';
import { useProject } from '../project-context.ts';
import { downloadUrl, rawFileUrl } from '../raw-file.ts';
import { sizeInWords } from '../sizes.ts';

const NotebookView = lazy(() =>
  import('./notebook-view.tsx').then(({ NotebookView }) => ({ default: NotebookView })),
);

/** A notebook whose text is too large for the editor. */
export function LargeNotebook({ file }: { file: FileContent }) {
  const { id: projectId } = useProject();
  const download = downloadUrl(projectId, file.path);
  return (
    <>
      <FileBar path={file.path}>
        <span>{sizeInWords(file.size)}</span>
        <Button component="a" href={download} download variant="default" size="xs">
          Download
        </Button>
        <MoveToNotebooksButton path={file.path} />
      </FileBar>
      <div className={classes.body}>
        <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the notebook" />}>
          <NotebookView
            path={file.path}
            source={{ url: rawFileUrl(projectId, file.path, file.etag) }}
            otherwise={{ label: 'Download', href: download }}
          />
        </Suspense>
      </div>
    </>
  );
}
