import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { useQueries } from '@tanstack/react-query';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { headInWords } from '../git-panel/head-words.ts';
import { type FileMarks, toFileMarks } from './file-marks.ts';

interface CheckoutMarks {
  branches: ReadonlyMap<string, string>;
  /** Where there is something to pull: how many commits. */
  behind: ReadonlyMap<string, number>;
  marks: FileMarks;
}

/** What git says about the files of every checkout in the project. */
export function useCheckoutMarks(checkouts: Checkout[]): CheckoutMarks {
  const ready = checkouts.filter(({ state }) => state === 'ready');
  return useQueries({
    queries: ready.map(({ id }) => checkoutStatusQuery(id)),
    combine: (results) =>
      combine(
        ready,
        results.map(({ data }) => data),
      ),
  });
}

function combine(checkouts: Checkout[], statuses: (CheckoutStatus | undefined)[]): CheckoutMarks {
  const branches = new Map<string, string>();
  const behind = new Map<string, number>();
  const known: Parameters<typeof toFileMarks>[0] = [];
  checkouts.forEach((checkout, index) => {
    const status = statuses[index];
    if (!status) return;
    branches.set(checkout.id, headInWords(status.head));
    if (status.behind > 0) behind.set(checkout.id, status.behind);
    known.push({ checkout, changes: status.changes });
  });
  return { branches, behind, marks: toFileMarks(known) };
}
