import type { ReactNode } from 'react';
import classes from './section-title.module.css';

interface SectionTitleProps {
  children: ReactNode;
  /** Shown after the words: `Changes · 3`. */
  count?: number;
  /** Buttons at the end of the line. */
  action?: ReactNode;
  id?: string;
}

/** The small capitals above a list. */
export function SectionTitle({ children, count, action, id }: SectionTitleProps) {
  return (
    <div className={classes.line}>
      <h2 className={classes.title} id={id}>
        {children}
        {count === undefined ? null : ` · ${count}`}
      </h2>
      {action}
    </div>
  );
}
