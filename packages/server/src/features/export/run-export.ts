import { type ExportRun, newId, type Outcome } from '@notelab/contract';
import { commitUrl as toCommitUrl } from '@notelab/gitlab';
import type { Log } from '../../log.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import { toGitProblem } from '../checkouts/git-problem.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import { findWebUrl } from '../gitlab/web-url.ts';
import type { Versions } from '../versions/versions.ts';
import type { ExportCaches, ExportJob, ExportTarget } from './export-target.ts';
import { keepVersion } from './keep-version.ts';
import { countLeftAlone, type ExportPlan, type Overwrite } from './plan-export.ts';
import { type PrepareDependencies, prepareExport } from './prepare-export.ts';
import { type PushWish, pushExport } from './push-export.ts';

export interface ExportWish extends PushWish {
  mergeRequest: { title: string; description: string } | null;
  overwrite: readonly Overwrite[];
  automatic: boolean;
}

export interface RunDependencies extends PrepareDependencies {
  caches: ExportCaches;
  sessions: GitSessions;
  accounts: Accounts;
  audit: Audit;
  versions: Versions;
  log: Log;
}

/** Exports a project's notebooks with one commit, and writes down how it went. */
export async function runExport(
  dependencies: RunDependencies,
  target: ExportTarget,
  wish: ExportWish,
  job: ExportJob,
): Promise<Outcome> {
  const { store, caches, audit } = dependencies;
  const { project, repository, settings } = target;
  const branch = wish.newBranch ?? settings.branch;
  const run = {
    id: newId(),
    projectId: project.id,
    at: new Date(),
    byName: project.user.name,
    automatic: wish.automatic,
    message: wish.message,
    repositoryPath: repository.path,
    branch,
    commit: null,
    commitUrl: null,
    mergeRequest: null,
    problem: null,
  };
  try {
    const { plan, remote, commit } = await caches.atGitLab(
      target,
      async (at) => {
        // A run that waited for another one builds on what that has written. Where it goes to was chosen before: by
        // then somebody else may have chosen something else, which is not for this account.
        const { pending } = (await store.find(project.id)) ?? settings;
        const fresh = { ...target, settings: { ...settings, pending } };
        const prepare = () => prepareExport(dependencies, fresh, at, { overwrite: wish.overwrite, job });
        const pushed = await pushExport(dependencies, fresh, at, { wish, prepare, job });
        if (pushed.commit !== null || !wish.newBranch)
          await store.setFiles(
            { ...settings, projectId: project.id },
            { branch: pushed.commit ? branch : settings.branch, files: pushed.written },
          );
        return pushed;
      },
      job,
    );
    const counts = countChanges(plan);
    if (commit === null) {
      if (!wish.automatic) await store.addRun({ ...run, counts, status: 'nothing-to-export' });
      return { kind: 'up-to-date' };
    }
    const commitUrl = findWebUrl(toCommitUrl(repository.instanceUrl, repository.path, commit));
    await store.addRun({ ...run, counts, status: 'done', commit, commitUrl });
    const fileCount = plan.writes.length + plan.deletes.length;
    await audit.record({
      workspaceId: project.workspaceId,
      actor: project.user,
      action: 'exported',
      subject: repository.path,
      details: {
        ref: branch,
        old: remote.tip?.slice(0, 8) ?? 'new',
        new: commit.slice(0, 8),
        project: project.name,
        files: String(fileCount),
        ...(wish.automatic && { how: 'automatically' }),
      },
    });
    // What is on GitLab is there, whatever becomes of the history.
    await keepVersion(dependencies.versions, target, { ...wish, commit, commitUrl }).catch((err) =>
      dependencies.log.error({ err, project: project.id }, 'an export could not be kept as a version'),
    );
    const opened = await openMergeRequest(dependencies, target, wish);
    if (opened.mergeRequest) await store.setMergeRequest(run.id, opened.mergeRequest);
    return {
      kind: 'exported',
      branch,
      commit,
      commitUrl,
      fileCount,
      leftAloneCount: counts.leftAlone,
      mergeRequest: opened.mergeRequest,
      mergeRequestProblem: opened.problem,
    };
  } catch (thrown) {
    const error = toGitProblem(thrown);
    const problem = error instanceof ProblemError ? error.problem : null;
    // Of what is tried again by itself only the last failure matters, and that is told elsewhere.
    if (!wish.automatic && problem)
      await store.addRun({ ...run, counts: nothing, status: 'failed', problem });
    throw error;
  }
}

const nothing: ExportRun['counts'] = { added: 0, changed: 0, renamed: 0, deleted: 0, leftAlone: 0 };

function countChanges({ files }: ExportPlan): ExportRun['counts'] {
  const count = (...changes: string[]) => files.filter(({ change }) => changes.includes(change)).length;
  return {
    added: count('added'),
    changed: count('changed'),
    renamed: count('renamed'),
    deleted: count('deleted'),
    leftAlone: countLeftAlone({ files }),
  };
}

type Opened = { mergeRequest: ExportRun['mergeRequest']; problem: string | null };

/** What is pushed stays pushed, whatever becomes of the merge request. */
async function openMergeRequest(
  { accounts }: Pick<RunDependencies, 'accounts'>,
  { project, repository, settings }: ExportTarget,
  { newBranch, mergeRequest }: ExportWish,
): Promise<Opened> {
  if (newBranch === null || !mergeRequest) return { mergeRequest: null, problem: null };
  try {
    const client = await accounts.client(project.user, repository.instanceId);
    const answer = await client.createMergeRequest(repository.gitlabId, {
      sourceBranch: newBranch,
      targetBranch: settings.branch,
      ...mergeRequest,
      removeSourceBranch: true,
    });
    if (answer.kind === 'exists') return { mergeRequest: null, problem: 'There is one already.' };
    const { iid, webUrl } = answer.mergeRequest;
    return { mergeRequest: { iid, webUrl: findWebUrl(webUrl) }, problem: null };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { mergeRequest: null, problem: error.problem.detail };
  }
}

/** Throws for what can be told before anything is done. */
export function refuseImpossibleExport({
  message,
  mergeRequest,
  newBranch,
}: Pick<ExportWish, 'message' | 'mergeRequest' | 'newBranch'>): void {
  if (message.trim() === '') fail('message-empty', 'Say what the commit is about.');
  if (mergeRequest && newBranch === null)
    fail('invalid-input', 'A merge request needs a new branch that it comes from.', {
      fields: { newBranch: 'Name the new branch.' },
    });
}
