import { ActionIcon, Button, Progress, UnstyledButton } from '@mantine/core';
import { type Checkout, cancelOperation, type Operation } from '@notelab/contract';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useMe, useRole } from '../../app/workspace.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyProblem } from '../../theme/notify.ts';
import { useNow } from '../../theme/use-now.ts';
import {
  attemptInWords,
  doingInWords,
  percentOf,
  progressInWords,
  waitingInWords,
} from './operation-words.ts';
import classes from './operations.module.css';
import { type Refusal, useOperations } from './operations-context.tsx';
import { findBefore, isAsked, listFailures, listUnfinished } from './unfinished.ts';
import { useDismissed } from './use-dismissed.ts';
import { useFailureSteps } from './use-failure-steps.ts';

/** What git does at the moment, and what it could not do, until that is dismissed. */
export function OperationsStrip({ checkouts }: { checkouts: Checkout[] }) {
  const { operations, refusals, dismissRefusal } = useOperations();
  const { user } = useMe();
  const nowMs = useNow();
  const { dismissed, dismiss } = useDismissed();
  const unfinished = listUnfinished(operations).filter(isAsked);
  const failures = listFailures(operations, { userId: user.id, dismissed, nowMs });
  const [all, setAll] = useState(false);
  const shown = all ? failures : failures.slice(0, 1);
  if (unfinished.length + failures.length + refusals.length === 0) return null;
  return (
    <section className={classes.strip} aria-label="Operations">
      {refusals.map((refusal) => (
        <Failure
          key={`refusal ${refusal.id}`}
          failed={refusal}
          error={refusal.error}
          checkouts={checkouts}
          onDismiss={() => dismissRefusal(refusal.id)}
        />
      ))}
      {shown.map((operation) => (
        <Failure
          key={operation.id}
          failed={operation}
          error={operation.problem}
          checkouts={checkouts}
          onDismiss={() => dismiss(operation.id)}
        />
      ))}
      {shown.length < failures.length ? (
        <UnstyledButton className={classes.earlier} onClick={() => setAll(true)}>
          <IconChevronDown size={14} aria-hidden />
          {failures.length - 1} earlier {failures.length === 2 ? 'problem' : 'problems'}
        </UnstyledButton>
      ) : null}
      {unfinished.map((operation) => (
        <UnfinishedOperation
          key={operation.id}
          operation={operation}
          before={findBefore(unfinished, operation)}
        />
      ))}
    </section>
  );
}

interface UnfinishedOperationProps {
  operation: Operation;
  /** What it waits for. */
  before: Operation | null;
}

function UnfinishedOperation({ operation, before }: UnfinishedOperationProps) {
  const { status, progress, actor, actorId } = operation;
  const { user } = useMe();
  const title = doingInWords(operation);
  const waiting = status === 'queued';
  return (
    <div className={classes.operation}>
      <div className={classes.line}>
        <span className={classes.title}>{title}</span>
        <span className={classes.numbers}>{waiting ? 'waiting' : progressInWords(progress)}</span>
      </div>
      <Progress
        className={classes.bar}
        size={3}
        value={progress.fraction === null ? 100 : percentOf(progress.fraction)}
        animated={!waiting && progress.fraction === null}
        color={waiting ? 'gray' : undefined}
        aria-label={title}
      />
      <div className={classes.line}>
        <span className={classes.phase}>
          {waiting ? waitingInWords(before, user.id) : progress.phase || 'Starting'}
          {actorId === user.id ? '' : ` · ${actor}`}
        </span>
        <CancelButton operation={operation} />
      </div>
    </div>
  );
}

/** Stops an operation; nothing for those who may not. */
export function CancelButton({ operation }: { operation: Operation }) {
  const { canEdit } = useRole();
  const { add } = useOperations();
  const [busy, setBusy] = useState(false);
  if (!canEdit) return null;
  const cancel = async () => {
    setBusy(true);
    try {
      add(await call(cancelOperation, { params: { operationId: operation.id } }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      size="xs"
      loading={busy}
      onClick={cancel}
      aria-label={`Cancel: ${doingInWords(operation)}`}
    >
      Cancel
    </Button>
  );
}

interface FailureProps {
  failed: Pick<Operation, 'kind' | 'checkoutId' | 'folderName' | 'problem'> | Refusal;
  error: unknown;
  checkouts: Checkout[];
  onDismiss: () => void;
}

function Failure({ failed, error, checkouts, onDismiss }: FailureProps) {
  const checkout = checkouts.find(({ id }) => id === failed.checkoutId) ?? null;
  const { steps, onRetry } = useFailureSteps(failed.kind, checkout, onDismiss, {
    problem: 'problem' in failed ? failed.problem : null,
  });
  return (
    <div className={classes.failure}>
      <div className={classes.failureHead}>
        <span>{attemptInWords(failed)}</span>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label="Dismiss" onClick={onDismiss}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </div>
      <ErrorPanel error={error} compact onRetry={onRetry} steps={steps} />
    </div>
  );
}
