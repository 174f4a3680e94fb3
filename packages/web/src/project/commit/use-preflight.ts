import type { CheckoutStatus, Preflight } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { preflightQuery } from '../../api/queries.ts';

export interface PreflightState {
  /** Null until it is known, or when it cannot be. */
  found: Preflight | null;
  /** What was found, waiting for it when it is still being looked up. */
  wait(): Promise<Preflight | null>;
  /** Files are others than they were. */
  lookAgain(): void;
}

/** What to know before a commit, looked up anew when files or branch are others. */
export function usePreflight(checkoutId: string, status: CheckoutStatus): PreflightState {
  const client = useQueryClient();
  const options = preflightQuery(checkoutId, toState(status));
  const { data } = useQuery(options);
  // The dialog opened again is a new look.
  useEffect(() => () => client.removeQueries({ queryKey: ['preflight', checkoutId] }), [client, checkoutId]);
  return {
    found: data ?? null,
    wait: () => client.ensureQueryData(options).catch(() => null),
    lookAgain: () => void client.invalidateQueries({ queryKey: ['preflight', checkoutId] }),
  };
}

function toState({ head, headOid, behind, ahead, changes, changeCount }: CheckoutStatus): string {
  const paths = changes.map(({ path, kind }) => `${kind} ${path}`).join('\n');
  return JSON.stringify([head, headOid, behind, ahead, changeCount, paths]);
}
