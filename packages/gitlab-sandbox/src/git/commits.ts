import { gitText, runGit } from './run-git.ts';

export interface Commit {
  sha: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  /** ISO 8601 with the author's own offset. */
  authoredDate: string;
  committerName: string;
  committerEmail: string;
  committedDate: string;
  message: string;
}

const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];
const format = `--format=${fields.join('%x00')}%x00`;

function parseCommits(output: string): Commit[] {
  const values = output.split('\0');
  const commits: Commit[] = [];
  for (let start = 0; start + fields.length < values.length + 1; start += fields.length) {
    const [sha, parents, authorName, authorEmail, authoredDate, committerName, committerEmail] = values.slice(
      start,
      start + 7,
    ) as [string, string, string, string, string, string, string];
    // Every record but the first begins with the line break that ends the one before.
    const id = sha.trim();
    if (id === '') break;
    commits.push({
      sha: id,
      parents: parents.split(' ').filter((parent) => parent !== ''),
      authorName,
      authorEmail,
      authoredDate,
      committerName,
      committerEmail,
      committedDate: values[start + 7]!,
      message: values[start + 8]!,
    });
  }
  return commits;
}

export interface CommitQuery {
  skip?: number;
  count?: number;
  path?: string;
  since?: string;
  until?: string;
  author?: string;
  all?: boolean;
}

/** Commits reachable from a revision (a commit id), newest first. */
export async function listCommits(dir: string, revision: string, query: CommitQuery = {}): Promise<Commit[]> {
  const args = ['log', format, `--skip=${query.skip ?? 0}`, `--max-count=${query.count ?? 20}`];
  if (query.since) args.push(`--since=${query.since}`);
  if (query.until) args.push(`--until=${query.until}`);
  if (query.author) args.push(`--author=${query.author}`);
  args.push(...(query.all ? ['--branches'] : ['--end-of-options', revision]), '--');
  if (query.path) args.push(query.path);
  return parseCommits(await gitText(dir, args));
}

export async function getCommit(dir: string, sha: string): Promise<Commit> {
  const commit = (await listCommits(dir, sha, { count: 1 }))[0];
  if (!commit) throw new Error(`There is no commit ${sha}.`);
  return commit;
}

/** Commits by id in one call, for lists of branches. */
export async function getCommits(dir: string, shas: string[]): Promise<Map<string, Commit>> {
  if (shas.length === 0) return new Map();
  const output = await gitText(dir, ['log', format, '--no-walk=unsorted', '--stdin'], {
    input: `${[...new Set(shas)].join('\n')}\n`,
  });
  return new Map(parseCommits(output).map((commit) => [commit.sha, commit]));
}

export async function countCommits(dir: string, revision: string): Promise<number> {
  return Number((await gitText(dir, ['rev-list', '--count', revision])).trim());
}

export interface CommitStats {
  additions: number;
  deletions: number;
}

export async function readCommitStats(dir: string, sha: string): Promise<CommitStats> {
  const output = await gitText(dir, ['show', '--numstat', '--format=', '-m', '--first-parent', sha]);
  const stats = { additions: 0, deletions: 0 };
  for (const line of output.split('\n')) {
    const [additions, deletions] = line.split('\t');
    stats.additions += Number(additions) || 0;
    stats.deletions += Number(deletions) || 0;
  }
  return stats;
}

/** How many commits `right` has that `left` has not; null when either is missing. */
export async function countAhead(dir: string, left: string, right: string): Promise<number | null> {
  const result = await runGit(dir, ['rev-list', '--count', `${left}..${right}`]);
  return result.exitCode === 0 ? Number(result.stdout.toString('utf8').trim()) : null;
}
