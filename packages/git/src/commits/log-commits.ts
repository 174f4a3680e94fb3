import type { GitEnvironment } from '../process/git-environment.ts';
import type { GitIdentity } from '../process/identity-variables.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit } from '../status/read-head.ts';

export interface Commit {
  oid: string;
  parents: string[];
  author: GitIdentity;
  /** ISO 8601 */
  authoredAt: string;
  committedAt: string;
  subject: string;
  /** the message after its subject */
  body: string;
  /** the revision it was reached from, as it was named; a branch's plain name after `--branches` */
  source: string;
}

const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cI', '%s', '%b', '%S'];

/** Commits, newest first; none when the ref has no commit. */
export async function logCommits(
  git: GitEnvironment,
  dir: string,
  options: { ref?: string; limit: number; skip?: number },
): Promise<Commit[]> {
  const ref = options.ref ?? 'HEAD';
  if (!(await findCommit(git, dir, ref))) return [];
  return readCommits(git, dir, { ...options, revisions: ['--end-of-options', ref] });
}

/** @param options.revisions as git-log(1) takes them */
export async function readCommits(
  git: GitEnvironment,
  dir: string,
  options: { revisions: string[]; limit: number; skip?: number },
): Promise<Commit[]> {
  const { stdout } = await runGit(
    git,
    dir,
    [
      'log',
      '-z',
      `--format=tformat:${fields.join('%x00')}`,
      '--source',
      '--no-show-signature',
      '--no-color',
      '--no-patch',
      `--max-count=${options.limit}`,
      `--skip=${options.skip ?? 0}`,
      ...options.revisions,
      '--',
    ],
    { readOnly: true },
  );
  return toRecords(splitNull(stdout), fields.length).map((record) => {
    const [
      oid = '',
      parents = '',
      name = '',
      email = '',
      authoredAt = '',
      committedAt = '',
      subject = '',
      body = '',
      source = '',
    ] = record;
    return {
      oid,
      parents: parents ? parents.split(' ') : [],
      author: { name, email },
      authoredAt,
      committedAt,
      subject,
      body: body.trimEnd(),
      source,
    };
  });
}
