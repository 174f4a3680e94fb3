import { Button, Group, Progress } from '@mantine/core';
import { toShownProblem } from '../../api/problem.ts';
import { joinPath } from '../paths.ts';
import { sizeInWords } from '../sizes.ts';
import type { UploadProgress, UploadQueue } from './upload-queue.ts';
import classes from './uploads-strip.module.css';

/** How far the uploads are, and what has to be decided about them. */
export function UploadsStrip({ queue, progress }: { queue: UploadQueue; progress: UploadProgress }) {
  const { fileCount, existing, failed } = progress;
  if (fileCount + existing.length + failed.length === 0) return null;
  return (
    <section className={classes.strip} aria-label="Uploads">
      {fileCount > 0 ? <Sending queue={queue} progress={progress} /> : null}
      {existing.length > 0 ? (
        <div className={classes.part} role="alert">
          <p className={classes.title}>
            {existing.length === 1 ? '1 file is there already' : `${existing.length} files are there already`}
          </p>
          <Names paths={existing.map(({ file, folder }) => joinPath(folder, file.name))} />
          <Group gap={6} mt={6}>
            <Button size="xs" variant="default" onClick={queue.replaceExisting}>
              Replace
            </Button>
            <Button size="xs" variant="default" onClick={queue.skipExisting}>
              Keep what is there
            </Button>
          </Group>
        </div>
      ) : null}
      {failed.length > 0 ? (
        <div className={classes.part} role="alert">
          <p className={classes.title}>
            {failed.length === 1 ? '1 file was not stored' : `${failed.length} files were not stored`}
          </p>
          <Names
            paths={failed.map(({ upload, error }) => {
              const { title, detail } = toShownProblem(error);
              return `${joinPath(upload.folder, upload.file.name)}: ${detail ?? title}`;
            })}
          />
          <Group gap={6} mt={6}>
            <Button size="xs" variant="default" onClick={queue.retryFailed}>
              Try again
            </Button>
            <Button size="xs" variant="default" onClick={queue.dismissFailed}>
              Dismiss
            </Button>
          </Group>
        </div>
      ) : null}
    </section>
  );
}

function Sending({ queue, progress }: { queue: UploadQueue; progress: UploadProgress }) {
  const { fileCount, doneCount, totalBytes, sentBytes, current } = progress;
  const percent = totalBytes === 0 ? 0 : Math.floor((sentBytes / totalBytes) * 100);
  return (
    <div className={classes.part}>
      <div className={classes.line}>
        <span className={classes.title}>
          Uploading {fileCount === 1 ? current : `${Math.min(doneCount + 1, fileCount)} of ${fileCount}`}
        </span>
        <span className={classes.numbers}>{percent} %</span>
      </div>
      <Progress size={3} value={percent} my={6} aria-label="Upload" />
      <div className={classes.line}>
        <span className={classes.numbers}>
          {sizeInWords(sentBytes)} of {sizeInWords(totalBytes)}
        </span>
        <Button size="xs" variant="default" onClick={queue.cancel} aria-label="Cancel the upload">
          Cancel
        </Button>
      </div>
    </div>
  );
}

const mostNames = 20;

function Names({ paths }: { paths: string[] }) {
  return (
    <ul className={classes.names}>
      {paths.slice(0, mostNames).map((path) => (
        <li key={path}>{path}</li>
      ))}
      {paths.length > mostNames ? <li>and {paths.length - mostNames} more</li> : null}
    </ul>
  );
}
