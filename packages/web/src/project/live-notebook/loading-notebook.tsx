import { Skeleton } from '@mantine/core';
import classes from './live-notebook.module.css';

/** While a notebook comes. */
export function LoadingNotebook({ isOffline = false }: { isOffline?: boolean }) {
  return (
    <div className={classes.loading} role="status" aria-label="Opening the notebook">
      {isOffline ? <p>Notelab cannot be reached. The notebook opens as soon as it can.</p> : null}
      {[44, 120, 88].map((height) => (
        <Skeleton key={height} height={height} mb={16} />
      ))}
    </div>
  );
}
