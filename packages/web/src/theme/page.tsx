import type { ReactNode } from 'react';
import { useTitle } from '../app/use-title.ts';
import classes from './page.module.css';

interface PageProps {
  /** Heading of the page and name of the browser's tab. */
  title: string;
  lead?: ReactNode;
  /** The page's main button, at the end of the heading's line. */
  action?: ReactNode;
  /** Settings are read line by line: not wider than 820 px. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page with its heading. */
export function Page({ title, lead, action, narrow = false, children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <div className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
      {children}
    </div>
  );
}

interface PageSectionProps {
  title: string;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export function PageSection({ title, lead, action, children }: PageSectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div className={classes.words}>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
      {children}
    </section>
  );
}
