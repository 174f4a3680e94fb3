import { IconBrandGitlab } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './gitlab-mark.module.css';

/** GitLab's tanuki on an orange tile: the face of instances and integrations. */
export function GitLabMark({ size = 30 }: { size?: number }) {
  return (
    <span className={classes.mark} style={{ width: size, height: size }} aria-hidden>
      <IconBrandGitlab size={Math.round(size * 0.6)} stroke={1.8} />
    </span>
  );
}

/** A dialog's title with GitLab's mark. */
export function GitLabTitle({ children }: { children: ReactNode }) {
  return (
    <span className={classes.title}>
      <GitLabMark size={22} />
      {children}
    </span>
  );
}
