import { nameOf, parentOf } from '../paths.ts';
import classes from './changed-files.module.css';

/** A path as `ChangedPath` shows it: labels contain it for people who speak to their computer. */
export function visiblePath(path: string): string {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return `${path.slice(bare.lastIndexOf('/') + 1)} ${parentOf(bare)}`.trim();
}

/** A path whose name stays readable where room is scarce. */
export function ChangedPath({ path, deleted = false }: { path: string; deleted?: boolean }) {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const folder = parentOf(bare);
  return (
    <span className={classes.path}>
      <span className={classes.name} data-deleted={deleted || undefined}>
        {nameOf(bare)}
        {path.endsWith('/') ? '/' : ''}
      </span>
      {folder === '' ? null : ' '}
      {folder === '' ? null : <span className={classes.folder}>{folder}</span>}
    </span>
  );
}
