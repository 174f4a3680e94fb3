import type { ReactNode } from 'react';
import classes from './entrance.module.css';

interface EntranceProps {
  title: string;
  /** A sentence under the title. */
  lead?: ReactNode;
  children: ReactNode;
}

/** The page around sign-in, set-up and invitations: Notelab's mark over one card. */
export function Entrance({ title, lead, children }: EntranceProps) {
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <div className={classes.mark}>
          <span className={classes.logo} aria-hidden>
            N
          </span>
          Notelab
        </div>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
          {children}
        </div>
      </div>
    </main>
  );
}
