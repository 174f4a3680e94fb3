import { Button, Center, Loader } from '@mantine/core';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Entrance } from '../sign-in/entrance.tsx';
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
    <Entrance
      title="There is no page at this address"
      lead="It may have moved, or a part of the address is missing."
    >
      <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
        Go to Notelab
      </Button>
    </Entrance>
  );
}
