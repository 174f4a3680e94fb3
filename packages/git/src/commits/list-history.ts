import type { GitEnvironment } from '../process/git-environment.ts';
import type { GitIdentity } from '../process/identity-variables.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit } from '../status/read-head.ts';

/** A branch or tag that stands at a commit. */
export interface CommitRef {
  kind: 'branch' | 'remote-branch' | 'tag';
  /** without `refs/heads/`, `refs/remotes/`, `refs/tags/` */
  name: string;
}

export interface HistoryCommit {
  oid: string;
  /** none for the first commit, and for the last one that a shallow clone has */
  parents: string[];
  author: GitIdentity;
  /** ISO 8601 */
  authoredAt: string;
  committedAt: string;
  subject: string;
  refs: CommitRef[];
  /** HEAD is here */
  isHead: boolean;
}

const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cI', '%s', '%D'];

const showing = [
  '-z',
  `--format=tformat:${fields.join('%x00')}`,
  '--decorate=full',
  // Recovery points and other refs of tools are not people's.
  ...['HEAD', 'refs/heads/', 'refs/remotes/', 'refs/tags/'].map((refs) => `--decorate-refs=${refs}`),
  '--no-show-signature',
  '--no-color',
  '--no-patch',
];

/**
 * Commits reachable from one, each before its parents and lines of work kept together, as a graph wants them.
 * @param options.tip a commit's id
 * @param options.notIn leave out what this commit reaches
 */
export async function listHistory(
  git: GitEnvironment,
  dir: string,
  options: { tip: string; notIn?: string; limit: number; skip?: number; signal?: AbortSignal },
): Promise<HistoryCommit[]> {
  const { tip, notIn, limit, skip = 0, signal } = options;
  const revisions = ['--end-of-options', tip, ...(notIn ? [`^${notIn}`] : [])];
  const { stdout } = await runGit(
    git,
    dir,
    ['log', ...showing, '--topo-order', `--max-count=${limit}`, `--skip=${skip}`, ...revisions, '--'],
    { readOnly: true, signal },
  );
  return toCommits(stdout);
}

/**
 * Commits reachable from one whose message or author has a text in it, in whatever case, or whose id begins with it;
 * newest first, at most `limit` of each.
 */
export async function searchHistory(
  git: GitEnvironment,
  dir: string,
  options: { tip: string; text: string; limit: number; signal?: AbortSignal },
): Promise<HistoryCommit[]> {
  const { tip, text, limit, signal } = options;
  // git-log takes a message AND an author; people who type a word mean either.
  const found = await Promise.all(
    ['grep', 'author'].map(async (where) => {
      const matching = [
        '--fixed-strings',
        '--regexp-ignore-case',
        `--${where}=${text}`,
        `--max-count=${limit}`,
      ];
      const args = ['rev-list', ...matching, '--end-of-options', tip, '--'];
      const { stdout } = await runGit(git, dir, args, { readOnly: true, signal });
      return stdout.toString('latin1').split('\n').filter(Boolean);
    }),
  );
  const named = /^[0-9a-f]{4,64}$/i.test(text) ? await findCommit(git, dir, text) : null;
  const oids = new Set([...found.flat(), ...(named ? [named] : [])]);
  if (oids.size === 0) return [];
  const { stdout } = await runGit(git, dir, ['log', ...showing, '--no-walk=sorted', '--stdin'], {
    readOnly: true,
    signal,
    stdin: [...oids].map((oid) => `${oid}\n`).join(''),
  });
  return toCommits(stdout).slice(0, limit);
}

function toCommits(stdout: Buffer): HistoryCommit[] {
  return toRecords(splitNull(stdout), fields.length).map((record) => {
    const [oid = '', parents = '', name = '', email = '', authoredAt = '', committedAt = '', subject = ''] =
      record;
    return {
      oid,
      parents: parents ? parents.split(' ') : [],
      author: { name, email },
      authoredAt,
      committedAt,
      subject,
      ...parseDecoration(record[7] ?? ''),
    };
  });
}

const kinds: [prefix: string, kind: CommitRef['kind']][] = [
  ['refs/heads/', 'branch'],
  ['refs/remotes/', 'remote-branch'],
  ['tag: refs/tags/', 'tag'],
];

/** `HEAD -> refs/heads/main, tag: refs/tags/v1, refs/remotes/origin/main`: no ref has a blank in its name. */
function parseDecoration(decoration: string): Pick<HistoryCommit, 'refs' | 'isHead'> {
  const parts = decoration ? decoration.split(', ') : [];
  const isHead = parts.some((part) => part === 'HEAD' || part.startsWith('HEAD -> '));
  const refs = parts.flatMap((part): CommitRef[] => {
    const full = part.startsWith('HEAD -> ') ? part.slice('HEAD -> '.length) : part;
    const [prefix, kind] = kinds.find(([start]) => full.startsWith(start)) ?? [];
    // What origin/HEAD points to is shown as the branch it is.
    return prefix && kind && full !== 'refs/remotes/origin/HEAD'
      ? [{ kind, name: full.slice(prefix.length) }]
      : [];
  });
  return { refs, isHead };
}
