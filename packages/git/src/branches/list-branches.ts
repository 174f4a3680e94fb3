import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';

interface BranchTip {
  name: string;
  oid: string;
  /** ISO 8601, of the last commit */
  committedAt: string;
  author: string;
  subject: string;
}

export interface LocalBranch extends BranchTip {
  isCurrent: boolean;
  /** the branch it follows; `gone` when that no longer exists there */
  upstream: { ref: string; branch: string; gone: boolean } | null;
  ahead: number;
  behind: number;
}

/** A branch as last seen on the remote; `name` is without the remote's name, whatever slashes it has. */
export interface RemoteBranch extends BranchTip {
  isDefault: boolean;
}

export interface Branches {
  local: LocalBranch[];
  remote: RemoteBranch[];
}

const fields = [
  '%(refname)',
  '%(objectname)',
  '%(symref)',
  '%(HEAD)',
  '%(upstream)',
  '%(upstream:track,nobracket)',
  '%(committerdate:iso-strict)',
  '%(authorname)',
  '%(contents:subject)',
];
// git ends each record with a newline; after a closing NUL it is the first character of the next record
const format = fields.map((field) => `${field}%00`).join('');

/** All branches, newest commit first. Nothing is fetched: remote branches are as of the last fetch. */
export async function listBranches(git: GitEnvironment, dir: string, remote = 'origin'): Promise<Branches> {
  const remotePrefix = `refs/remotes/${remote}/`;
  const { stdout } = await runGit(
    git,
    dir,
    ['for-each-ref', '--sort=-committerdate', `--format=${format}`, '--', 'refs/heads/', remotePrefix],
    { readOnly: true },
  );
  const local: LocalBranch[] = [];
  const remoteBranches: RemoteBranch[] = [];
  let defaultRef: string | undefined;

  for (const record of toRecords(splitNull(stdout), fields.length)) {
    const [
      refname = '',
      oid = '',
      symref,
      head,
      upstream = '',
      track = '',
      committedAt = '',
      author = '',
      subject = '',
    ] = record;
    const ref = refname.replace(/^\n/, '');
    const tip = { oid, committedAt, author, subject };
    if (ref === `${remotePrefix}HEAD`) defaultRef = symref;
    else if (ref.startsWith(remotePrefix)) {
      remoteBranches.push({ name: ref.slice(remotePrefix.length), ...tip, isDefault: false });
    } else {
      const branch = upstream.startsWith(remotePrefix) ? upstream.slice(remotePrefix.length) : upstream;
      local.push({
        name: ref.slice('refs/heads/'.length),
        ...tip,
        isCurrent: head === '*',
        upstream: upstream ? { ref: upstream, branch, gone: track === 'gone' } : null,
        ahead: Number(/ahead (\d+)/.exec(track)?.[1] ?? 0),
        behind: Number(/behind (\d+)/.exec(track)?.[1] ?? 0),
      });
    }
  }
  for (const branch of remoteBranches) branch.isDefault = `${remotePrefix}${branch.name}` === defaultRef;
  return { local, remote: remoteBranches };
}
