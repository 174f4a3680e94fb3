import type { Branch } from '@notelab/contract';

export type BranchRow = { kind: 'heading'; label: string } | { kind: 'branch'; branch: Branch };

/**
 * The rows of the branch list: the groups with the branches whose name has every word of the search in it. The
 * current branch comes first, names that begin with the search next, then the latest commit first.
 */
export function toBranchRows(branches: Branch[], search: string): BranchRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = branches
    .map((branch) => ({ branch, lower: branch.name.toLowerCase() }))
    .filter(({ lower }) => words.every((word) => lower.includes(word)))
    .map(({ branch, lower }) => ({ branch, rank: rankOf(branch, lower, words[0] ?? '') }))
    .sort((a, b) => a.rank - b.rank || compareDates(a.branch, b.branch))
    .map(({ branch }) => branch);
  return [
    ...toGroup(
      'Local branches',
      found.filter(({ where }) => where === 'local'),
    ),
    ...toGroup(
      'On GitLab only',
      found.filter(({ where }) => where === 'remote'),
    ),
  ];
}

/** The list may be a moment old; which branch is the current one is known from elsewhere, and decides what a click does. */
export function markCurrent(branches: Branch[], currentName: string | null): Branch[] {
  return branches.map((branch) => {
    const current = branch.where === 'local' && branch.name === currentName;
    return branch.current === current ? branch : { ...branch, current };
  });
}

function toGroup(label: string, branches: Branch[]): BranchRow[] {
  if (branches.length === 0) return [];
  return [
    { kind: 'heading', label: `${label} · ${branches.length}` },
    ...branches.map((branch): BranchRow => ({ kind: 'branch', branch })),
  ];
}

function rankOf(branch: Branch, lower: string, search: string): number {
  if (search !== '' && lower === search) return 0;
  if (branch.current) return 1;
  return search !== '' && lower.startsWith(search) ? 2 : 3;
}

function compareDates(a: Branch, b: Branch): number {
  return (b.committedAt ?? '').localeCompare(a.committedAt ?? '') || a.name.localeCompare(b.name);
}
