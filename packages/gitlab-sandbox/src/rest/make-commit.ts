import { recordPush } from '../git/record-push.ts';
import {
  findBranchSha,
  findCommitSha,
  isBranchName,
  isEmptyRepository,
  noCommit,
  setHead,
} from '../git/refs.ts';
import { writeCommit } from '../git/write-commit.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canPush, maintainer } from '../state/access.ts';
import { canPushToBranch } from '../state/branch-protection.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { badRequest, forbidden } from './api-error.ts';
import { toIndexChanges } from './commit-actions.ts';
import { findFlag, findText, type Params, requireTexts } from './params.ts';

/** The commit to build on, and where the branch stands now. */
async function findBase(dir: string, branch: string, params: Params, isEmpty: boolean) {
  const branchSha = await findBranchSha(dir, branch);
  const startBranch = findText(params, 'start_branch');
  const startSha = findText(params, 'start_sha');
  const start = startSha ?? startBranch;
  if (start === undefined || start === branch) {
    if (branchSha === null && !isEmpty) {
      throw badRequest('You can only create or edit files when you are on a branch');
    }
    return { parent: branchSha, branchSha };
  }
  if (branchSha !== null && !findFlag(params, 'force')) {
    throw badRequest(
      `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
    );
  }
  const parent = startSha ? await findCommitSha(dir, startSha) : await findBranchSha(dir, start);
  if (parent === null) throw badRequest(`Cannot find start branch '${start}'`);
  return { parent, branchSha };
}

function checkPushAllowed(site: Site, user: UserRecord, project: ProjectRecord, branch: string): void {
  if (project.archived || !canPush(site.store, user, project)) throw forbidden();
  if (!canPushToBranch(site.store, user, project, branch)) {
    throw forbidden('You are not allowed to push into this branch');
  }
}

/** Makes one commit of the actions in `params`, within what the branch allows; returns its id. */
export async function makeCommit(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  params: Params,
): Promise<string> {
  const { branch, commit_message: message } = requireTexts(params, 'branch', 'commit_message');
  const { store } = site;
  const dir = repositoryDirOf(store, project);
  checkPushAllowed(site, user, project, branch);
  const isEmpty = await isEmptyRepository(dir);
  if (isEmpty && project.protectsFirstBranch && accessLevel(store, user, project) < maintainer) {
    throw forbidden('You are not allowed to push into this branch');
  }
  if (!(await isBranchName(dir, branch))) throw badRequest('Branch name is invalid');
  const { parent, branchSha } = await findBase(dir, branch, params, isEmpty);
  const changes = await toIndexChanges(dir, parent, params.actions);
  const committer = { name: user.name, email: user.email };
  const author = {
    name: findText(params, 'author_name') ?? user.name,
    email: findText(params, 'author_email') ?? user.email,
  };
  const atMs = store.clock.now();
  const target = { branch, parent, expectedBranchSha: branchSha };
  const sha = await writeCommit(dir, { ...target, message, author, committer, atMs }, changes);
  if (sha === null) throw badRequest('Could not update branch. Please refresh and try again.');
  if (isEmpty) await setHead(dir, branch);
  const change = { before: branchSha ?? noCommit, after: sha, ref: `refs/heads/${branch}` };
  await recordPush(site, project, user, [change], isEmpty);
  return sha;
}
