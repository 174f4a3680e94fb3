import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { rawFileUrl } from '../raw-file.ts';
import classes from './markdown.module.css';
import { resolvePicture } from './references.ts';
import { useNotebookView } from './view-context.ts';

interface PictureProps {
  /** The address as it is written. */
  written: string;
  alt: string;
  width: number | null;
  attachments: ReadonlyMap<string, string>;
}

/** A picture that the notebook carries or that lies in the project; others are named instead. */
export function Picture({ written, alt, width, attachments }: PictureProps) {
  const { projectId, path } = useNotebookView();
  const [failed, setFailed] = useState<string | null>(null);
  const picture = resolvePicture(written, path, attachments);
  if (picture.kind === 'web')
    return (
      <NotShown alt={alt} reason="Pictures of other sites are not loaded: they would learn who reads this.">
        <a href={picture.url} target="_blank" rel="noopener noreferrer">
          {picture.url}
        </a>
      </NotShown>
    );
  if (picture.kind === 'none')
    return (
      <NotShown alt={alt} reason="There is no picture at this address.">
        {written}
      </NotShown>
    );
  const source = picture.kind === 'data' ? picture.source : rawFileUrl(projectId, picture.path);
  if (failed === source)
    return (
      <NotShown alt={alt} reason="The picture is missing or damaged.">
        {picture.kind === 'file' ? picture.path : ''}
      </NotShown>
    );
  return <img src={source} alt={alt} width={width ?? undefined} onError={() => setFailed(source)} />;
}

function NotShown({ alt, reason, children }: { alt: string; reason: string; children: React.ReactNode }) {
  return (
    <span className={classes.notShown} title={reason}>
      <IconPhotoOff size={14} aria-hidden />
      {alt ? <span>{alt}</span> : null}
      <span className={classes.address}>{children}</span>
    </span>
  );
}
