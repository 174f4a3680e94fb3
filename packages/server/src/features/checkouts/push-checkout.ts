import type { ErrorCode, Outcome } from '@notelab/contract';
import {
  countAheadBehind,
  findCommit,
  followRemote,
  type GitEnvironment,
  type PushRejection,
  type PushResult,
  pushCommit,
  readHead,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { fetchAs } from './fetch-checkout.ts';
import { problemOf } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { uploadLargeFiles } from './large-files.ts';
import { reportProgress } from './report-progress.ts';

const none = '0'.repeat(40);

/**
 * Pushes the current branch. First it fetches, so that a push which GitLab would refuse as outdated is not even
 * tried; then the pass it uses allows exactly this update of exactly this ref and nothing else.
 */
export async function pushCheckout(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  const { dir } = checkout;
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  const local = sessions.local(checkout);
  const head = await readHead(local, dir);
  if (head.kind === 'detached') fail('no-branch', 'The checkout is on no branch. Create one to push.');
  if (head.kind === 'unborn') fail('nothing-to-commit', 'There is no commit to push yet.');
  return pushBranch({ sessions }, checkout, head, job);
}

/** Pushes a branch that ends with this commit, after a fetch. */
export async function pushBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { branch, oid }: { branch: string; oid: string },
  job: Job,
): Promise<Outcome> {
  const { dir } = checkout;
  const local = sessions.local(checkout);
  const old = await findCommit(local, dir, `refs/remotes/origin/${branch}`);
  if (old === oid) {
    await followRemote(local, dir, branch);
    return { kind: 'up-to-date' };
  }
  if (old) await refuseOutdated(local, dir, oid, old);

  await uploadLargeFiles({ sessions }, checkout, oid, job);
  const bound = { push: { ref: `refs/heads/${branch}`, oldOid: old ?? none, newOid: oid } };
  const result = await sessions.asUser({ checkout, access: bound }, ({ git, url }) =>
    pushCommit(git, dir, {
      url,
      oid,
      branch,
      setUpstream: branch,
      signal: job.signal,
      onProgress: reportProgress(job),
    }),
  );
  return toOutcome(result, branch, old);
}

async function refuseOutdated(git: GitEnvironment, dir: string, here: string, there: string): Promise<void> {
  const { behind } = await countAheadBehind(git, dir, here, there);
  if (behind > 0)
    fail(
      'push-moved',
      `GitLab has ${behind === 1 ? 'a commit' : `${behind} commits`} that you do not have yet. Your commit is kept here.`,
    );
}

function toOutcome(result: PushResult, branch: string, old: string | null): Outcome {
  switch (result.kind) {
    case 'pushed':
      return { kind: 'pushed', branch, old, new: result.new, messages: result.serverMessages };
    case 'up-to-date':
      return { kind: 'up-to-date' };
    case 'rejected': {
      const [code, detail] = rejections[result.reason] ?? ['push-refused', 'GitLab refused the push.'];
      const raw = [...result.serverMessages, result.message].filter(
        (line, index, all) => all.indexOf(line) === index,
      );
      return fail(code, `${detail} Your commit is kept here.`, { raw: raw.join('\n') });
    }
    case 'refused': {
      const { code, detail, raw } = problemOf(result.reason, result.message).problem;
      const [ours, words] = code === 'gitlab-forbidden' ? notAllowed : [code, detail];
      return fail(ours, `${words} Your commit is kept here.`, { raw });
    }
  }
}

const notAllowed: [ErrorCode, string] = [
  'push-refused',
  'Your GitLab account may not push to this repository.',
];

const rejections: Partial<Record<PushRejection, [ErrorCode, string]>> = {
  'non-fast-forward': ['push-moved', 'The branch moved on GitLab meanwhile.'],
  protected: ['push-protected', 'The branch is protected on GitLab and you may not push to it.'],
  'no-default-branch': [
    'push-refused',
    'The repository is empty and only a maintainer may create its first branch.',
  ],
  forbidden: notAllowed,
  'too-large': ['push-too-large', 'GitLab refused the push because a file is too large.'],
  'secret-detected': ['push-secret', 'GitLab found something that looks like a secret.'],
};
