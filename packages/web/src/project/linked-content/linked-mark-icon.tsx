import { IconCloudDown, IconFolderSymlink } from '@tabler/icons-react';
import classes from './linked-content.module.css';
import type { LinkedMark } from './use-linked-marks.ts';

/** Stands beside the name of what a repository only points to; the row says it in words. */
export function LinkedMarkIcon({ mark: { kind, words } }: { mark: LinkedMark }) {
  const Icon = kind === 'submodule' ? IconFolderSymlink : IconCloudDown;
  return (
    <span className={classes.mark} title={words}>
      <Icon size={13} aria-hidden />
    </span>
  );
}
