import { listStashes } from '../branches/kept-branches.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { listIgnored } from '../repository/list-ignored.ts';
import type { StatusEntry } from '../status/parse-status.ts';
import { findCommit } from '../status/read-head.ts';
import { readStatus } from '../status/read-status.ts';
import { type Commit, readCommits } from './log-commits.ts';

export interface LocalCommit extends Pick<Commit, 'oid' | 'subject' | 'author' | 'committedAt'> {
  /** a branch that has it; null for HEAD on no branch */
  branch: string | null;
}

/** What exists only in this checkout. Lists are capped, counts are not. */
export interface UnpushedWork {
  /** changed files git knows, conflicts among them */
  uncommitted: { count: number; entries: StatusEntry[] };
  untracked: { count: number; paths: string[] };
  /** by .gitignore; a folder that is ignored as a whole counts once */
  ignored: { count: number; paths: string[] };
  /** on a local branch, or on HEAD, but on no branch of the remote as last fetched */
  commits: { count: number; list: LocalCommit[] };
  stashes: { count: number; list: { oid: string; subject: string }[] };
  operation: OngoingOperation | null;
  /** false: nothing of this would be lost (ignored files aside) */
  any: boolean;
}

const listLimit = 100;

/** What removing this checkout, or cloning it anew, would lose. */
export async function readUnpushedWork(git: GitEnvironment, dir: string): Promise<UnpushedWork> {
  const [status, ignored, commits, stashes, operation] = await Promise.all([
    readStatus(git, dir),
    listIgnored({ git, dir }),
    readLocalCommits(git, dir),
    readStashes(git, dir),
    findOngoingOperation(dir),
  ]);
  const changed = status.entries.filter(({ kind }) => kind !== 'untracked');
  const untracked = status.entries.filter(({ kind }) => kind === 'untracked').map(({ path }) => path);
  const uncommittedCount = status.total - status.counts.untracked;
  return {
    uncommitted: { count: uncommittedCount, entries: changed.slice(0, listLimit) },
    untracked: { count: status.counts.untracked, paths: untracked.slice(0, listLimit) },
    ignored: { count: ignored.length, paths: ignored.slice(0, listLimit) },
    commits,
    stashes,
    operation,
    any: status.total > 0 || commits.count > 0 || stashes.count > 0 || operation !== null,
  };
}

async function readLocalCommits(git: GitEnvironment, dir: string): Promise<UnpushedWork['commits']> {
  const head = (await findCommit(git, dir, 'HEAD')) ? ['HEAD'] : [];
  const revisions = ['--branches', ...head, '--not', '--remotes=origin'];
  const { stdout } = await runGit(git, dir, ['rev-list', '--count', ...revisions, '--'], { readOnly: true });
  const commits = await readCommits(git, dir, { revisions, limit: listLimit });
  const list = commits.map(({ oid, subject, author, committedAt, source }) => {
    return { oid, subject, author, committedAt, branch: source === 'HEAD' ? null : source };
  });
  return { count: Number(stdout.toString('latin1')), list };
}

async function readStashes(git: GitEnvironment, dir: string): Promise<UnpushedWork['stashes']> {
  const list = await listStashes(git, dir);
  return { count: list.length, list: list.slice(0, listLimit) };
}
