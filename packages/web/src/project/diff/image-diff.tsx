import type { FileDiff } from '@notelab/contract';
import { useState } from 'react';
import { useProject } from '../project-context.ts';
import { rawFileUrl } from '../raw-file.ts';
import { sizeInWords } from '../sizes.ts';
import classes from './diff.module.css';
import { imageSource } from './image-source.ts';

/** A picture before and after. */
export function ImageDiff({ diff, fullPath }: { diff: FileDiff; fullPath: string }) {
  const { id: projectId } = useProject();
  const { path, before, after, beforeSize, afterSize } = diff;
  const afterUrl =
    after === null ? rawFileUrl(projectId, fullPath, String(afterSize)) : imageSource(path, after);
  return (
    <div className={classes.images}>
      <Side
        label="Before"
        size={beforeSize}
        src={before === null ? null : imageSource(path, before)}
        missing="It was not there."
      />
      <Side
        label="After"
        size={afterSize}
        src={afterSize === null ? null : afterUrl}
        missing="It is deleted."
      />
    </div>
  );
}

interface SideProps {
  label: string;
  size: number | null;
  src: string | null;
  missing: string;
}

function Side({ label, size, src, missing }: SideProps) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <figure className={classes.image}>
      <figcaption>
        {label}
        {size === null ? null : ` · ${sizeInWords(size)}`}
      </figcaption>
      {src && src !== failed ? (
        <img className={classes.checkered} src={src} alt={label} onError={() => setFailed(src)} />
      ) : (
        <p className={classes.dim}>{size === null ? missing : 'This version cannot be shown here.'}</p>
      )}
    </figure>
  );
}
