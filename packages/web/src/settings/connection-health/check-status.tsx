import { Button, Progress } from '@mantine/core';
import type { ConnectionHealth, HealthCheck } from '@notelab/contract';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './connection-health.module.css';

interface CheckStatusProps {
  health: ConnectionHealth;
  onCancel: () => void;
  isCancelling: boolean;
}

/** How far the check is, or what became of the last one. */
export function CheckStatus({ health, onCancel, isCancelling }: CheckStatusProps) {
  const { check } = health;
  return (
    <div className={classes.check} role="status">
      {check === null ? (
        'Nobody has checked yet. Until then this page knows what members have met.'
      ) : check.status === 'running' ? (
        <Running check={check} onCancel={onCancel} isCancelling={isCancelling} />
      ) : (
        <Ended check={check} unjudged={health.unjudged.length} />
      )}
    </div>
  );
}

function Running({
  check,
  onCancel,
  isCancelling,
}: { check: HealthCheck } & Pick<CheckStatusProps, 'onCancel' | 'isCancelling'>) {
  const { by, done, total } = check;
  const words = `Checking as ${by.name}: ${done} of ${total} ${total === 1 ? 'repository' : 'repositories'}`;
  return (
    <>
      <div className={classes.progress}>
        {words}
        <Progress value={total === 0 ? 100 : (done / total) * 100} aria-label={words} size="sm" />
      </div>
      <Button variant="default" size="xs" loading={isCancelling} onClick={onCancel}>
        Cancel
      </Button>
    </>
  );
}

function Ended({ check, unjudged }: { check: HealthCheck; unjudged: number }) {
  const { status, by, startedAt, endedAt, done, total } = check;
  const when = <RelativeTime at={endedAt ?? startedAt} />;
  const ofAll = `${done} of ${total} ${total === 1 ? 'repository' : 'repositories'}`;
  if (status === 'cancelled')
    return (
      <span>
        Last checked {when} by {by.name}, who cancelled it after {ofAll}.
      </span>
    );
  if (status === 'interrupted')
    return (
      <span>
        The check that {by.name} began ended early, {when}, after {ofAll}: Notelab was stopped, or {by.name}{' '}
        is no admin any more. What it found is below.
      </span>
    );
  return (
    <span>
      Last checked {when} by {by.name}: {ofAll}
      {unjudged === 0 ? '.' : ', of which not everything could be judged. What could not is listed below.'}
    </span>
  );
}
