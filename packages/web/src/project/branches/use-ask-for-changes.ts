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
  const awaited = useRef(new Set<string>());
  useEffect(() => {
    for (const operation of operations) {
      const { id, actorId, problem } = operation;
      if (actorId !== user.id) continue;
      // Only what was seen under way: what failed before the page came is told by the strip.
      if (isUnfinished(operation)) awaited.current.add(id);
      else if (awaited.current.delete(id) && problem?.move) {
        const checkout = checkouts.find((one) => one.id === operation.checkoutId);
        if (checkout) show({ kind: 'changes-choice', checkout, move: problem.move, problem });
      }
    }
  }, [operations, checkouts, user.id, show]);
}
