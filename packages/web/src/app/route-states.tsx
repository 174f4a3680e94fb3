import { Center, Loader } from '@mantine/core';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { EmptyState } from '../theme/empty-state.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './route-states.module.css';

/** Shown when a page takes longer than a moment to arrive. */
export function RoutePending() {
  return (
    <Center h="100%" mih={200}>
      <Loader size="sm" aria-label="Loading" />
    </Center>
  );
}

/** Shown when a page could not be loaded or failed while it was drawn. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={classes.error}>
      <ErrorPanel error={error} onRetry={retry} steps={{ reload: () => window.location.reload() }} />
    </div>
  );
}

/** Shown for an address that leads nowhere. */
export function NotFound() {
  return (
    <main>
      <EmptyState title="There is no page at this address">
        It may have moved. <Link to="/">Go to your projects</Link>
      </EmptyState>
    </main>
  );
}
