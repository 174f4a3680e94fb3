import { Button, Checkbox, Skeleton } from '@mantine/core';
import type { Checkout, Operation } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { unpushedWorkQuery } from '../../api/queries.ts';
import { lossesOf } from '../../projects/losses.ts';
import type { Loss } from '../../theme/confirm-dialog.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useFlushDrafts } from '../editor/use-flush-drafts.ts';
import { useOperations } from '../operations/operations-context.tsx';
import classes from './lose-work-dialog.module.css';

interface LoseWorkDialogProps {
  checkout: Checkout;
  title: string;
  /** What happens, in a sentence or two. */
  children: ReactNode;
  confirmLabel: string;
  /** What becomes of work that is only here, above the list of it. */
  kept: string;
  /** The same when git cannot read the repository. */
  unreadable: string;
  /** The same when there is none. */
  nothing: string;
  /** Starts the operation. */
  request: (discardWork: boolean) => Promise<Operation>;
  onClose: () => void;
}

/**
 * Asks before a checkout's folder goes and names exactly what is only there. Where something of it could go for good
 * it wants that ticked.
 */
export function LoseWorkDialog(props: LoseWorkDialogProps) {
  const { checkout, title, children, confirmLabel, kept, unreadable, nothing, request, onClose } = props;
  // What is said here decides about somebody's work: never from a cache.
  const isFlushed = useFlushed(checkout.folderName);
  const query = useQuery({
    ...unpushedWorkQuery(checkout.id),
    gcTime: 0,
    refetchOnMount: 'always',
    enabled: isFlushed,
  });
  const work = query.isFetchedAfterMount ? query.data : undefined;
  const { add } = useOperations();
  const [ticked, setTicked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const onlyHere =
    work && !work.unreadable ? lossesOf(checkout.folderName, { ...work, ignoredFileCount: 0 }) : [];
  const needsTick = work?.unreadable ?? false;

  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      add(await request(needsTick || onlyHere.length > 0));
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
      void query.refetch();
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      size={500}
      footer={
        <>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color={needsTick ? 'danger' : undefined}
            loading={busy}
            disabled={!work || (needsTick && !ticked)}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className={classes.words}>{children}</div>
      {work ? null : query.isError ? (
        <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
      ) : (
        <div role="status" aria-label="Looking for work that is not on GitLab">
          <Skeleton height={10} width="50%" />
          <Skeleton height={10} width="70%" mt={12} />
        </div>
      )}
      {work ? (
        <p className={classes.nothing} data-unreadable={work.unreadable || undefined}>
          {work.unreadable ? unreadable : onlyHere.length > 0 ? kept : nothing}
        </p>
      ) : null}
      {onlyHere.map((loss) => (
        <KeptList key={loss.title} loss={loss} />
      ))}
      {needsTick ? (
        <Checkbox
          label="I have read this"
          checked={ticked}
          onChange={({ currentTarget }) => setTicked(currentTarget.checked)}
        />
      ) : null}
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}

/** True when what was typed in open editors is saved, so that it counts. */
function useFlushed(folderName: string): boolean {
  const flushDrafts = useFlushDrafts();
  const [isFlushed, setFlushed] = useState(false);
  useEffect(() => {
    void flushDrafts(folderName, 're-clone').then(() => setFlushed(true));
  }, [flushDrafts, folderName]);
  return isFlushed;
}

const mostItems = 100;

/** One kind of work that is only here. */
function KeptList({ loss: { title, items, typed, unnamed = 0 } }: { loss: Loss }) {
  const hidden = Math.max(0, items.length - mostItems) + unnamed;
  return (
    <div className={classes.loss}>
      <p className={classes.lossTitle}>{title}</p>
      <ul className={classes.items} data-typed={typed || undefined}>
        {items.slice(0, mostItems).map((item) => (
          <li key={item}>{item}</li>
        ))}
        {hidden > 0 ? <li>and {hidden} more</li> : null}
      </ul>
    </div>
  );
}
