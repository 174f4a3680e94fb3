import type { RecoveryPoint } from '@notelab/contract';

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** “14 files, 2 branches”: what a recovery point holds besides its commit. */
export function holdingsInWords(
  point: Pick<RecoveryPoint, 'changedCount' | 'newCount' | 'branchCount' | 'stashCount' | 'operation'>,
): string {
  const parts = [
    ...counted(point.changedCount + point.newCount, 'file', 'files'),
    ...counted(point.branchCount, 'branch', 'branches'),
    ...counted(point.stashCount, 'stash', 'stashes'),
    ...(point.operation ? [`a ${point.operation} under way`] : []),
  ];
  return parts.join(', ') || 'no local changes';
}
