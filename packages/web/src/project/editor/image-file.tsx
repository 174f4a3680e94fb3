import { Button } from '@mantine/core';
import type { FileContent } from '@notelab/contract';
import { useState } from 'react';
import { EmptyState } from '../../theme/empty-state.tsx';
import { nameOf } from '../paths.ts';
import { useProject } from '../project-context.ts';
import { downloadUrl, rawFileUrl } from '../raw-file.ts';
import { sizeInWords } from '../sizes.ts';
import { FileBar } from './file-bar.tsx';
import classes from './file-view.module.css';

/** A picture, on the checkers that show what is transparent. */
export function ImageFile({ file }: { file: FileContent }) {
  const { id: projectId } = useProject();
  const [pixels, setPixels] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const url = rawFileUrl(projectId, file.path, file.etag);
  const download = (
    <Button component="a" href={downloadUrl(projectId, file.path)} download variant="default" size="xs">
      Download
    </Button>
  );
  return (
    <>
      <FileBar path={file.path}>
        <span>
          {pixels ? `${pixels} · ` : ''}
          {sizeInWords(file.size)}
        </span>
        {download}
      </FileBar>
      {failed === url ? (
        <EmptyState title="This picture cannot be shown" action={download}>
          {nameOf(file.path)} is damaged or of a kind that this browser does not know.
        </EmptyState>
      ) : (
        <div className={classes.picture}>
          <img
            className={classes.checkered}
            src={url}
            alt={nameOf(file.path)}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setPixels(naturalWidth > 0 ? `${naturalWidth} × ${naturalHeight}` : null)
            }
            onError={() => setFailed(url)}
          />
        </div>
      )}
    </>
  );
}
