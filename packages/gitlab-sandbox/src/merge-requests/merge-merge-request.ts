import { recordPush } from '../git/record-push.ts';
import { findBranchSha } from '../git/refs.ts';
import { gitText, runGit } from '../git/run-git.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canPush } from '../state/access.ts';
import { protectionsOf } from '../state/branch-protection.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { mergeTree } from './mergeability.ts';

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

/** Merges with a merge commit in GitLab's words. */
export async function mergeMergeRequest(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
): Promise<MergeOutcome> {
  const { store } = site;
  const { sourceBranch, targetBranch } = request;
  if (!canMergeInto(site, user, project, targetBranch)) return 'forbidden';
  if (request.state !== 'opened') return 'not-open';
  const dir = repositoryDirOf(store, project);
  const source = await findBranchSha(dir, sourceBranch);
  const target = await findBranchSha(dir, targetBranch);
  const tree = source && target && (await mergeTree(dir, target, source));
  if (!source || !target || !tree) return 'not-mergeable';
  const message = `Merge branch '${sourceBranch}' into '${targetBranch}'\n\n${request.title}\n\nSee merge request ${project.path}!${request.iid}\n`;
  const date = `@${Math.floor(store.clock.now() / 1000)} +0000`;
  const commit = await gitText(dir, ['commit-tree', tree, '-p', target, '-p', source], {
    input: message,
    env: {
      GIT_AUTHOR_NAME: user.name,
      GIT_AUTHOR_EMAIL: user.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: user.name,
      GIT_COMMITTER_EMAIL: user.email,
      GIT_COMMITTER_DATE: date,
    },
  });
  const sha = commit.trim();
  const update = await runGit(dir, ['update-ref', `refs/heads/${targetBranch}`, sha, target]);
  if (update.exitCode !== 0) return 'not-mergeable';
  const now = store.nowIso();
  request.state = 'merged';
  request.mergeCommitSha = sha;
  request.mergedById = user.id;
  request.mergedAt = now;
  request.updatedAt = now;
  const change = { before: target, after: sha, ref: `refs/heads/${targetBranch}` };
  await recordPush(site, project, user, [change], false);
  return 'merged';
}
