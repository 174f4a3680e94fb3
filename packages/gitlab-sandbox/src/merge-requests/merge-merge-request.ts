import { recordPush } from '../git/record-push.ts';
import { findBranchSha, noCommit } from '../git/refs.ts';
import { gitText, runGit } from '../git/run-git.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canPush } from '../state/access.ts';
import { protectionsOf } from '../state/branch-protection.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { approvalsLeft } from './approvals.ts';
import { isDraft, mergeTree } from './mergeability.ts';

export type MergeOutcome = 'merged' | 'forbidden' | 'not-open' | 'not-mergeable';

/** Who may merge into a branch: developers, unless a protection asks for more. */
export function canMergeInto(site: Site, user: UserRecord, project: ProjectRecord, branch: string): boolean {
  if (project.archived || !canPush(site.store, user, project)) return false;
  const protections = protectionsOf(project, branch);
  const level = accessLevel(site.store, user, project);
  return (
    protections.length === 0 || protections.some(({ mergeLevel }) => mergeLevel > 0 && level >= mergeLevel)
  );
}

/** Open, no draft, and approved as often as it must be. */
export function isReady(project: ProjectRecord, request: MergeRequestRecord): boolean {
  return request.state === 'opened' && !isDraft(request) && approvalsLeft(project, request) === 0;
}

/** Merges with a merge commit in GitLab's words, of one squashed commit when that was asked for. */
export async function mergeMergeRequest(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
): Promise<MergeOutcome> {
  const { store } = site;
  const { sourceBranch, targetBranch } = request;
  if (!canMergeInto(site, user, project, targetBranch)) return 'forbidden';
  if (!isReady(project, request)) return 'not-open';
  const dir = repositoryDirOf(store, project);
  const source = await findBranchSha(dir, sourceBranch);
  const target = await findBranchSha(dir, targetBranch);
  const tree = source && target && (await mergeTree(dir, target, source));
  if (!source || !target || !tree) return 'not-mergeable';
  const commit = (commitTree: string, parents: string[], message: string) =>
    writeMergeCommit(site, user, dir, { tree: commitTree, parents, message });
  if (request.squash) {
    const base = (await gitText(dir, ['merge-base', target, source])).trim();
    request.squashCommitSha = await commit(`${source}^{tree}`, [base], request.title);
  }
  const message = `Merge branch '${sourceBranch}' into '${targetBranch}'\n\n${request.title}\n\nSee merge request ${project.path}!${request.iid}\n`;
  const sha = await commit(tree, [target, request.squashCommitSha ?? source], message);
  const update = await runGit(dir, ['update-ref', `refs/heads/${targetBranch}`, sha, target]);
  if (update.exitCode !== 0) return 'not-mergeable';
  const now = store.nowIso();
  request.state = 'merged';
  request.mergeCommitSha = sha;
  request.mergedById = user.id;
  request.mergedAt = now;
  request.updatedAt = now;
  const changes = [{ before: target, after: sha, ref: `refs/heads/${targetBranch}` }];
  if (request.removeSourceBranch && (await removeSource(dir, project, sourceBranch)))
    changes.push({ before: source, after: noCommit, ref: `refs/heads/${sourceBranch}` });
  await recordPush(site, project, user, changes, false);
  return 'merged';
}

/** Protected branches and the default one stay. */
async function removeSource(dir: string, project: ProjectRecord, branch: string): Promise<boolean> {
  if (branch === project.defaultBranch || protectionsOf(project, branch).length > 0) return false;
  return (await runGit(dir, ['update-ref', '-d', `refs/heads/${branch}`])).exitCode === 0;
}

async function writeMergeCommit(
  { store }: Site,
  { name, email }: UserRecord,
  dir: string,
  { tree, parents, message }: { tree: string; parents: string[]; message: string },
): Promise<string> {
  const date = `@${Math.floor(store.clock.now() / 1000)} +0000`;
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
  const sha = await gitText(dir, args, {
    input: message,
    env: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    },
  });
  return sha.trim();
}
