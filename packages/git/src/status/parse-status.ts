import { splitNull } from '../process/null-separated.ts';

export type FileChange =
  | 'modified'
  | 'added'
  | 'deleted'
  | 'renamed'
  | 'copied'
  | 'type-changed'
  | 'untracked'
  | 'conflicted';

/** One letter of git's short status: `.` unchanged, M, T, A, D, R, C, U, and `?` for a file git does not know. */
export type StatusCode = '.' | 'M' | 'T' | 'A' | 'D' | 'R' | 'C' | 'U' | '?';

export interface StatusEntry {
  /** see `decodePath`; ends in `/` for a folder (a repository of its own, or untracked folders not listed one by one) */
  path: string;
  /** where a renamed or copied file came from */
  originalPath?: string;
  index: StatusCode;
  worktree: StatusCode;
  kind: FileChange;
  /** octal, as git writes it; only when it differs, e.g. 100644 → 100755 for a file made executable */
  modeChange?: { from: string; to: string };
  submodule?: { commitChanged: boolean; modified: boolean; untracked: boolean };
}

export interface StatusHead {
  kind: 'branch' | 'detached' | 'unborn';
  /** null when detached */
  branch: string | null;
  /** null when unborn */
  oid: string | null;
}

export interface RepositoryStatus {
  head: StatusHead;
  /** as git writes it, e.g. `origin/main`; it may be gone: then ahead and behind are null */
  upstream: string | null;
  ahead: number | null;
  behind: number | null;
  stashes: number;
  /** conflicts first, then what is tracked, then what is untracked, each in git's order, up to the limit */
  entries: StatusEntry[];
  /** entries there are, shown or not */
  total: number;
  truncated: boolean;
  counts: Record<FileChange, number>;
}

export const defaultStatusLimit = 5000;

/**
 * Output of `git status --porcelain=v2 -z --branch --show-stash` → what it says (git-status(1), "Porcelain
 * Format Version 2"). Conflicts are never hidden by the limit.
 */
export function parseStatus(output: Buffer, limit = defaultStatusLimit): RepositoryStatus {
  const fields = splitNull(output);
  const headers = new Map<string, string>();
  const conflicts: StatusEntry[] = [];
  const tracked: StatusEntry[] = [];
  const untracked: StatusEntry[] = [];
  const counts: Record<FileChange, number> = { ...noChanges };
  const removedFromIndex = new Map<string, StatusEntry>();
  let total = 0;

  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    if (field.startsWith('# ')) {
      const [, name, value] = /^# (\S+) (.*)$/s.exec(field) ?? [];
      if (name) headers.set(name, value ?? '');
      continue;
    }
    const entry = parseEntry(field, field.startsWith('2 ') ? fields[++index] : undefined);
    if (!entry) continue;
    // Removed from the index yet still on disk: git lists the path twice; for a person it is one file.
    const removed = entry.kind === 'untracked' ? removedFromIndex.get(entry.path) : undefined;
    if (removed) {
      counts.deleted--;
      counts.modified++;
      Object.assign(removed, { worktree: '?', kind: 'modified' } satisfies Partial<StatusEntry>);
      continue;
    }
    if (entry.index === 'D' && entry.kind === 'deleted') removedFromIndex.set(entry.path, entry);
    total++;
    counts[entry.kind]++;
    const group = entry.kind === 'conflicted' ? conflicts : entry.kind === 'untracked' ? untracked : tracked;
    if (group === conflicts || group.length < limit) group.push(entry);
  }

  const entries = [...conflicts, ...takeFairly(tracked, untracked, Math.max(0, limit - conflicts.length))];
  return { ...readHeaders(headers), entries, total, truncated: entries.length < total, counts };
}

/** Neither a mass of changed files hides the new ones, nor the other way round: a quarter is kept for the latter. */
function takeFairly(tracked: StatusEntry[], untracked: StatusEntry[], room: number): StatusEntry[] {
  const kept = Math.min(untracked.length, Math.max(room - tracked.length, Math.floor(room / 4)));
  return [...tracked.slice(0, room - kept), ...untracked.slice(0, kept)];
}

const noChanges: Record<FileChange, number> = {
  modified: 0,
  added: 0,
  deleted: 0,
  renamed: 0,
  copied: 0,
  'type-changed': 0,
  untracked: 0,
  conflicted: 0,
};

function readHeaders(headers: Map<string, string>) {
  const oid = headers.get('branch.oid') ?? '(initial)';
  const branch = headers.get('branch.head') ?? '(detached)';
  const aheadBehind = /^\+(\d+) -(\d+)$/.exec(headers.get('branch.ab') ?? '');
  const kind = oid === '(initial)' ? 'unborn' : branch === '(detached)' ? 'detached' : 'branch';
  return {
    head: {
      kind,
      branch: kind === 'detached' ? null : branch,
      oid: kind === 'unborn' ? null : oid,
    } satisfies StatusHead,
    upstream: headers.get('branch.upstream') ?? null,
    ahead: aheadBehind ? Number(aheadBehind[1]) : null,
    behind: aheadBehind ? Number(aheadBehind[2]) : null,
    stashes: Number(headers.get('stash') ?? 0),
  };
}

// 1 XY sub mH mI mW hH hI path · 2 XY sub mH mI mW hH hI score path NUL original · u XY sub m1 m2 m3 mW h1 h2 h3 path
const fieldsBeforePath: Record<string, number> = { '1': 8, '2': 9, u: 10, '?': 1 };

function parseEntry(field: string, originalPath: string | undefined): StatusEntry | null {
  const type = field[0] ?? '';
  const count = fieldsBeforePath[type];
  if (!count || field[1] !== ' ') return null;
  const parts: string[] = [];
  let start = 0;
  for (let part = 0; part < count; part++) {
    const end = field.indexOf(' ', start);
    if (end < 0) return null;
    parts.push(field.slice(start, end));
    start = end + 1;
  }
  const path = field.slice(start);
  if (type === '?') return { path, index: '?', worktree: '?', kind: 'untracked' };
  const index = parts[1]![0] as StatusCode;
  const worktree = parts[1]![1] as StatusCode;
  const sub = parts[2]!;
  return {
    path,
    ...(originalPath !== undefined && { originalPath }),
    index,
    worktree,
    kind: type === 'u' ? 'conflicted' : toKind(index, worktree),
    ...(type !== 'u' && readModeChange(parts[3]!, parts[5]!)),
    ...(sub.startsWith('S') && {
      submodule: { commitChanged: sub[1] === 'C', modified: sub[2] === 'M', untracked: sub[3] === 'U' },
    }),
  };
}

function readModeChange(from: string, to: string): Pick<StatusEntry, 'modeChange'> {
  const absent = '000000';
  return from === to || from === absent || to === absent ? {} : { modeChange: { from, to } };
}

/** One word for both letters: what a commit of the whole file would be, compared with HEAD. */
function toKind(index: StatusCode, worktree: StatusCode): FileChange {
  if (worktree === 'D' || index === 'D') return 'deleted';
  if (index === 'A' || worktree === 'A') return 'added';
  if (index === 'R' || worktree === 'R') return 'renamed';
  if (index === 'C' || worktree === 'C') return 'copied';
  if (index === 'T' || worktree === 'T') return 'type-changed';
  return 'modified';
}
