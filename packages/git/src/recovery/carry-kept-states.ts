import { PassThrough } from 'node:stream';
import { leftRefs } from '../branches/left-changes.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { recoveryRefs } from './recovery-points.ts';

/** A repository, and the git that may touch it. */
export interface RepositoryPlace {
  git: GitEnvironment;
  dir: string;
}

/**
 * Copies what Notelab keeps in a repository (recovery points, changes left on branches) to another clone of the
 * same remote, with all the objects that the other one lacks. The two gits share no folder: what one packs is
 * handed to the other.
 * @throws GitError when a repository is damaged; the other one then has no new refs
 */
export async function carryKeptStates(
  from: RepositoryPlace,
  to: RepositoryPlace,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const kept = [...(await listRefs(from, recoveryRefs)), ...(await listRefs(from, leftRefs))];
  if (kept.length === 0) return;
  const shared = await listShared(from, to);
  const revisions = [...new Set(kept.map(({ oid }) => oid)), '--not', ...shared].join('\n');
  const pack = new PassThrough();
  const options = { signal, timeoutMs: 3_600_000 };
  const sending = runGit(
    from.git,
    from.dir,
    ['pack-objects', '--revs', '--stdout', '--delta-base-offset', '-q'],
    {
      ...options,
      stdin: `${revisions}\n`,
      output: pack,
    },
  );
  const receiving = runGit(to.git, to.dir, ['index-pack', '--stdin', '--fix-thin'], {
    ...options,
    stdin: pack,
  });
  const [sent, received] = await Promise.allSettled([sending, receiving]);
  // The receiver knows where a pack ends, and may be gone before the sender has closed its end: only its word counts.
  if (received.status === 'rejected') throw findCause(sent, received);
  // Nothing is named before everything it leads to is there.
  const tips = [...new Set(kept.map(({ oid }) => oid))];
  await runGit(
    to.git,
    to.dir,
    ['rev-list', '--objects', '--quiet', ...tips, '--not', '--remotes=origin', '--'],
    options,
  );
  const stdin = kept.map(({ ref, oid }) => `update ${ref}\0${oid}\0\0`).join('');
  await runGit(to.git, to.dir, ['update-ref', '-z', '--stdin'], { ...options, stdin });
}

/** The sender's failure, unless it only met a pipe that the receiver had broken. */
function findCause(sent: PromiseSettledResult<unknown>, received: PromiseRejectedResult): unknown {
  const saysWhy =
    sent.status === 'rejected' && !(sent.reason instanceof GitError && sent.reason.stderr === '');
  return saysWhy ? sent.reason : received.reason;
}

/** Tips of the remote's branches that both have, in either's view of the remote. */
async function listShared(from: RepositoryPlace, to: RepositoryPlace): Promise<string[]> {
  const [here, there] = await Promise.all([from, to].map((place) => listRefs(place, 'refs/remotes/origin/')));
  const oids = [...new Set([...here!, ...there!].map(({ oid }) => oid))];
  const [inFrom, inTo] = await Promise.all([from, to].map((place) => listPresent(place, oids)));
  return oids.filter((oid) => inFrom!.has(oid) && inTo!.has(oid));
}

async function listRefs(
  { git, dir }: RepositoryPlace,
  prefix: string,
): Promise<{ ref: string; oid: string }[]> {
  const format = '--format=%(refname)%00%(objectname)%00';
  const { stdout } = await runGit(git, dir, ['for-each-ref', format, prefix], { readOnly: true });
  return toRecords(splitNull(stdout), 2).map(([ref = '', oid = '']) => ({ ref: ref.trim(), oid }));
}

async function listPresent({ git, dir }: RepositoryPlace, oids: string[]): Promise<Set<string>> {
  const { stdout } = await runGit(git, dir, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    stdin: oids.map((oid) => `${oid}\n`).join(''),
    readOnly: true,
  });
  const lines = stdout.toString('latin1').split('\n');
  return new Set(lines.flatMap((line) => /^([0-9a-f]+) commit$/.exec(line)?.[1] ?? []));
}
