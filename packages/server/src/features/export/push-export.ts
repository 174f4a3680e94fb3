import { type BranchCache, listRemoteRefs, type PushResult, pushFromCache } from '@notelab/git';
import { fail, ProblemError } from '../../problem.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import { reportProgress } from '../checkouts/report-progress.ts';
import { explainPush } from './explain-push.ts';
import type { AtGitLab, ExportJob, ExportTarget } from './export-target.ts';
import type { PreparedExport } from './prepare-export.ts';
import { requireBranch } from './remote-folder.ts';
import type { ExportStore } from './store.ts';
import { writePlan } from './write-plan.ts';
import type { WrittenFile } from './written-file.ts';

export interface PushWish {
  message: string;
  /** Instead of the export's own branch. */
  newBranch: string | null;
}

export interface PushedExport extends Pick<PreparedExport, 'plan' | 'remote'> {
  /** Null when there was nothing to export. */
  commit: string | null;
  /** What Notelab has written on the branch now. */
  written: WrittenFile[];
}

/** How often an export is built again on top of what others pushed meanwhile. */
const mostAttempts = 5;
const none = '0'.repeat(40);

/**
 * Writes one commit on top of the branch and pushes it: with a pass for exactly this update. When the branch has
 * moved it is built again, never forced.
 */
export async function pushExport(
  { sessions, store }: { sessions: GitSessions; store: ExportStore },
  target: ExportTarget,
  at: AtGitLab,
  { wish, prepare, job }: { wish: PushWish; prepare(): Promise<PreparedExport>; job: ExportJob },
): Promise<PushedExport> {
  const { project, repository, settings } = target;
  const branch = wish.newBranch ?? settings.branch;
  const author = await sessions.identityOf(project.user, repository);
  if (wish.newBranch !== null) await refuseExisting(at, wish.newBranch, job.signal);
  for (let attempt = 1; ; attempt++) {
    const prepared = await prepare();
    const { remote, plan } = prepared;
    requireBranch(remote, settings.branch);
    job.signal.throwIfAborted();
    job.report({ fraction: 0.6, phase: 'Writing the commit' });
    const { message } = wish;
    const { signal } = job;
    const made = await writePlan(at, prepared, { folder: settings.path, message, author, signal });
    if (!made) return { plan, remote, commit: null, written: plan.written };
    await store.setPending(project.id, { branch, files: made.written });
    const { commit } = made;
    const old = wish.newBranch === null ? remote.tip : null;
    const result = await push({ sessions, at, target, job }, { branch, old, commit });
    if (result.kind === 'pushed' || result.kind === 'up-to-date') return { plan, remote, ...made };
    await store.setPending(project.id, null);
    if (wish.newBranch !== null) await refuseExisting(at, wish.newBranch, job.signal);
    if (
      attempt === mostAttempts ||
      !(await hasMoved(at, { branch: settings.branch, old: remote.tip }, job.signal))
    )
      throw explainPush(result, branch);
  }
}

async function push(
  {
    sessions,
    at,
    target,
    job,
  }: { sessions: GitSessions; at: AtGitLab; target: ExportTarget; job: ExportJob | null },
  { branch, old, commit }: { branch: string; old: string | null; commit: string },
): Promise<PushResult> {
  const bound = { ref: `refs/heads/${branch}`, oldOid: old ?? none, newOid: commit };
  const reached = { project: target.project, repository: target.repository };
  return sessions.asUser({ checkout: reached, access: { push: bound }, folder: at.folder }, ({ git }) =>
    pushFromCache(git, at.cache, {
      oid: commit,
      branch,
      ...(job && { signal: job.signal, onProgress: reportProgress(job, { from: 0.7, to: 1 }) }),
    }),
  );
}

async function listBranches(
  { reader, cache }: { reader: AtGitLab['reader']; cache: BranchCache },
  signal: AbortSignal | null,
) {
  return (await listRemoteRefs(reader.git, cache.dir, reader.url, signal ? { signal } : {})).branches;
}

async function refuseExisting(at: AtGitLab, branch: string, signal: AbortSignal | null): Promise<void> {
  if ((await listBranches(at, signal)).some(({ name }) => name === branch))
    fail('branch-exists', `There is a branch “${branch}” on GitLab already. Choose another name.`);
}

/** Whether it was because somebody else was quicker that GitLab, or the gateway, refused. */
async function hasMoved(
  at: AtGitLab,
  { branch, old }: { branch: string; old: string | null },
  signal: AbortSignal,
): Promise<boolean> {
  const now = (await listBranches(at, signal)).find(({ name }) => name === branch);
  return (now?.oid ?? null) !== old;
}

/** Creates a branch on GitLab at the newest commit of another one. */
export async function createRemoteBranch(
  { sessions }: { sessions: GitSessions },
  target: ExportTarget,
  at: AtGitLab,
  { name, tip }: { name: string; tip: string },
): Promise<void> {
  await refuseExisting(at, name, null);
  const result = await push({ sessions, at, target, job: null }, { branch: name, old: null, commit: tip });
  if (result.kind === 'rejected' || result.kind === 'refused') {
    const { code, raw } = explainPush(result, name).problem;
    throw new ProblemError(code, `GitLab did not create the branch “${name}”.`, { raw });
  }
}
