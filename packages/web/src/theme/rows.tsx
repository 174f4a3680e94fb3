import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './rows.module.css';

interface RowsProps {
  /** Accessible name of the list. */
  label: string;
  children: ReactNode;
}

/** A framed list, one line between its rows. */
export function Rows({ label, children }: RowsProps) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** Picture or icon at the front. */
  front?: ReactNode;
  title: ReactNode;
  /** Second line. */
  detail?: ReactNode;
  /** After the words: chips. */
  chips?: ReactNode;
  /** At the end: status and buttons. */
  end?: ReactNode;
}

/** One preset, member or repository: what it is at the front, its state and buttons at the end. */
export function Row({ front, title, detail, chips, end }: RowProps) {
  return (
    <li className={classes.row}>
      {front}
      <div className={classes.words}>
        <div className={classes.title}>{title}</div>
        {detail ? <div className={classes.detail}>{detail}</div> : null}
      </div>
      {chips ? <div className={classes.chips}>{chips}</div> : null}
      <div className={classes.end}>{end}</div>
    </li>
  );
}

/** The frame for anything else that is not a list: an empty state, a note. */
export function Frame({ children }: { children: ReactNode }) {
  return <div className={classes.frame}>{children}</div>;
}

interface RowsSkeletonProps {
  count?: number;
  /** Pixels. */
  height?: number;
  /** Whether the rows begin with a picture. */
  front?: boolean;
}

/** Stands where rows will be, as high as they will be. */
export function RowsSkeleton({ count = 3, height = 62, front = true }: RowsSkeletonProps) {
  return (
    <div className={classes.rows} role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => `row ${index}`).map((key) => (
        <div key={key} className={classes.row} style={{ height }} data-skeleton>
          {front ? <Skeleton width={30} height={30} radius={7} /> : null}
          <div className={classes.words}>
            <Skeleton width="28%" height={10} />
            <Skeleton width="44%" height={9} mt={9} />
          </div>
        </div>
      ))}
    </div>
  );
}
