import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './connection-health.module.css';

interface FindingProps {
  /** Whether somebody has to see to it, or only may want to know. */
  tone: 'attention' | 'note';
  title: ReactNode;
  chips?: ReactNode;
  /** What happened, as far as it is known. */
  children: ReactNode;
  /** The next step. */
  actions?: ReactNode;
}

/** One thing that was found: what, how it is known, and what can be done. */
export function Finding({ tone, title, chips, children, actions }: FindingProps) {
  const Icon = tone === 'attention' ? IconAlertTriangle : IconInfoCircle;
  return (
    <li className={classes.finding} data-tone={tone}>
      <Icon size={17} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <div className={classes.title}>
          {title}
          {chips}
        </div>
        <div className={classes.sentence}>{children}</div>
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </li>
  );
}

/** A section in which there is nothing to tell. */
export function AllWell({ children }: { children: ReactNode }) {
  return (
    <p className={classes.well}>
      <IconCircleCheck size={17} aria-hidden />
      {children}
    </p>
  );
}
