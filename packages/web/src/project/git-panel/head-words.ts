import type { CheckoutStatus } from '@notelab/contract';

/** The branch of a checkout, or the commit it stands on when it is on none. */
export function headInWords(head: CheckoutStatus['head']): string {
  return head.kind === 'detached' ? `detached at ${head.oid.slice(0, 8)}` : head.name;
}

/** The name of the present branch; null when there is none. */
export function branchOf(head: CheckoutStatus['head']): string | null {
  return head.kind === 'detached' ? null : head.name;
}
