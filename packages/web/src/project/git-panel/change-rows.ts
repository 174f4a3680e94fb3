import type { Change, CheckoutStatus } from '@notelab/contract';

export type ChangeGroup = 'conflicts' | 'changes' | 'untracked';

/** A row of the list of changed files. */
export type ChangeRow =
  | { kind: 'heading'; group: ChangeGroup; count: number; isOpen: boolean }
  | { kind: 'change'; change: Change }
  | { kind: 'unlisted'; group: ChangeGroup; count: number };

const groups: ChangeGroup[] = ['conflicts', 'changes', 'untracked'];

/** The groups that hold something, each with its files unless it is folded. */
export function toChangeRows(
  { changes, counts }: Pick<CheckoutStatus, 'changes' | 'counts'>,
  folded: readonly ChangeGroup[],
): ChangeRow[] {
  const listed = Map.groupBy(changes, groupOf);
  return groups.flatMap((group): ChangeRow[] => {
    const count = counts[group];
    if (count === 0) return [];
    const isOpen = !folded.includes(group);
    const heading: ChangeRow = { kind: 'heading', group, count, isOpen };
    if (!isOpen) return [heading];
    const files = listed.get(group) ?? [];
    const rows = files.map((change): ChangeRow => ({ kind: 'change', change }));
    const unlisted = count - files.length;
    return [
      heading,
      ...rows,
      ...(unlisted > 0 ? [{ kind: 'unlisted' as const, group, count: unlisted }] : []),
    ];
  });
}

function groupOf({ kind }: Change): ChangeGroup {
  if (kind === 'conflicted') return 'conflicts';
  return kind === 'untracked' ? 'untracked' : 'changes';
}
