import type { ReactNode } from 'react';
import classes from './chip.module.css';

export type ChipTone = 'neutral' | 'accent' | 'modified' | 'added' | 'conflict' | 'info';

interface ChipProps {
  children: ReactNode;
  tone?: ChipTone;
  icon?: ReactNode;
  title?: string;
}

/** A status in a word or two. Never a button. */
export function Chip({ children, tone = 'neutral', icon, title }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {icon}
      <span className={classes.text}>{children}</span>
    </span>
  );
}
