import type { Checkout } from '@notelab/contract';
import { useEffect, useRef } from 'react';
import { useMe } from '../../app/workspace.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';

/** Asks what is to become of local changes as soon as they were in the way of a branch that was asked for here. */
export function useAskForChanges(checkouts: Checkout[]): void {
  const { operations } = useOperations();
  const { user } = useMe();
  const { show } = useDialogs();
  const settled = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (operations.length === 0 && !settled.current) return;
    const known = settled.current;
    settled.current = new Set(operations.filter((one) => !isUnfinished(one)).map(({ id }) => id));
    // What failed before the page came is told by the strip alone.
    if (!known) return;
    for (const { id, actorId, checkoutId, problem } of operations) {
      if (actorId !== user.id || known.has(id) || !problem?.move || !settled.current.has(id)) continue;
      const checkout = checkouts.find((one) => one.id === checkoutId);
      if (checkout) show({ kind: 'changes-choice', checkout, move: problem.move, problem });
    }
  }, [operations, checkouts, user.id, show]);
}
