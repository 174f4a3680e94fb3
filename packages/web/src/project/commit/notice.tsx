import type { ReactNode } from 'react';
import classes from './notices.module.css';

interface NoticeProps {
  icon: ReactNode;
  tone: 'modified' | 'conflict' | 'info' | 'added';
  children: ReactNode;
  /** What settles it, each with one click. */
  actions?: ReactNode;
  /** Below the words: names, excerpts, what went wrong. */
  more?: ReactNode;
}

/** One thing to know before a commit. */
export function Notice({ icon, tone, children, actions, more }: NoticeProps) {
  return (
    <li className={classes.notice} data-tone={tone}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.words}>
        <p>{children}</p>
        {more}
      </div>
      <div className={classes.actions}>{actions}</div>
    </li>
  );
}
