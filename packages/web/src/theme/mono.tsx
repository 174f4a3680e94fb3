import type { ReactNode } from 'react';
import classes from './mono.module.css';

/** Paths, branches, commits: what is typed rather than said. */
export function Mono({ children }: { children: ReactNode }) {
  return <span className={classes.mono}>{children}</span>;
}
