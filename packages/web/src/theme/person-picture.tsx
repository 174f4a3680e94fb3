import { useState } from 'react';
import { personColour } from './person-colour.ts';
import classes from './person-picture.module.css';

interface PersonPictureProps {
  name: string;
  size?: number;
  /** A picture from GitLab; letters stand in when there is none or it cannot be loaded. */
  src?: string | null;
}

/** A person's picture, or two letters on the colour that belongs to the name. */
export function PersonPicture({ name, size = 22, src = null }: PersonPictureProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (src && src !== failed) {
    return (
      <img
        className={classes.picture}
        src={src}
        width={size}
        height={size}
        alt=""
        referrerPolicy="no-referrer"
        onError={() => setFailed(src)}
      />
    );
  }
  return (
    <span
      className={classes.picture}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42), background: personColour(name) }}
      aria-hidden
    >
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const parts = name.trim().split(/[\s._-]+/);
  const letters = parts.length > 1 ? parts[0]!.charAt(0) + parts[1]!.charAt(0) : name.trim().slice(0, 2);
  return letters.toUpperCase();
}
