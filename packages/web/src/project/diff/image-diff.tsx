import type { FileDiff } from '@notelab/contract';
import { useState } from 'react';
import { sizeInWords } from '../sizes.ts';
import classes from './diff.module.css';
import { imageSource } from './image-source.ts';

/** A picture before and after. */
export function ImageDiff({ diff: { path, before, after, beforeSize, afterSize } }: { diff: FileDiff }) {
  return (
    <div className={classes.images}>
      <Side label="Before" size={beforeSize} src={sourceOf(path, before)} missing="It was not there." />
      <Side label="After" size={afterSize} src={sourceOf(path, after)} missing="It is deleted." />
    </div>
  );
}

const sourceOf = (path: string, content: string | null) =>
  content === null ? null : imageSource(path, content);

interface SideProps {
  label: string;
  size: number | null;
  src: string | null;
  missing: string;
}

function Side({ label, size, src, missing }: SideProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const [pixels, setPixels] = useState<string | null>(null);
  return (
    <figure className={classes.image}>
      <figcaption>
        {label}
        {size === null ? null : ` · ${sizeInWords(size)}`}
        {src && pixels ? ` · ${pixels}` : null}
      </figcaption>
      {src && src !== failed ? (
        <img
          className={classes.checkered}
          src={src}
          alt={label}
          onError={() => setFailed(src)}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setPixels(`${naturalWidth} × ${naturalHeight}`)
          }
        />
      ) : (
        <p className={classes.dim}>{size === null ? missing : 'This version cannot be shown here.'}</p>
      )}
    </figure>
  );
}
