import type { MergeRequestProposal } from '@notelab/contract';
import {
  checkBranchName,
  findCommit,
  type GitEnvironment,
  listNewCommits,
  readBlob,
  readHead,
} from '@notelab/git';
import { type GitLabClient, newMergeRequestUrl } from '@notelab/gitlab';
import { fail } from '../../problem.ts';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import { proposeWords } from './propose-words.ts';

const mostCommitsRead = 100;
const mostSubjectsShown = 20;
const template = '.gitlab/merge_request_templates/Default.md';

/** What a merge request of the current branch begins with: its commits say it, or the repository's template. */
export async function proposeMergeRequest(
  { git, client }: { git: GitEnvironment; client: GitLabClient },
  checkout: AuthorizedCheckout,
  target: string | undefined,
): Promise<MergeRequestProposal> {
  const { dir, repository, instanceUrl } = checkout;
  if (target !== undefined && checkBranchName(target).kind !== 'valid')
    fail('branch-gone', `There is no branch “${target}” to merge into.`);
  const head = await readHead(git, dir);
  if (head.kind === 'detached') fail('no-branch', 'The checkout is on no branch. Create one first.');
  if (head.kind === 'unborn') fail('nothing-to-commit', 'There is no commit yet.');
  const { branch, oid } = head;
  const project = await client.getProject(repository.gitlabId);
  if (project.archived)
    fail('repository-archived', `${project.path} is archived on GitLab: it takes no merge requests.`);
  const defaultBranch =
    project.defaultBranch === undefined ? repository.defaultBranch : project.defaultBranch;
  const targetBranch = target ?? defaultBranch;
  if (targetBranch === null) fail('branch-gone', `${project.path} has no branch to merge into yet.`);

  const remote = `refs/remotes/origin/${branch}`;
  const [brought, unpushed, isOnGitLab, templateText] = await Promise.all([
    listNewCommits(git, dir, {
      from: oid,
      to: `refs/remotes/origin/${targetBranch}`,
      limit: mostCommitsRead,
    }),
    listNewCommits(git, dir, { from: oid, to: remote, limit: 1 }),
    findCommit(git, dir, remote),
    readTemplate(git, dir, defaultBranch),
  ]);
  const words = proposeWords(branch, brought.commits);
  return {
    sourceBranch: branch,
    targetBranch,
    title: words.title,
    description: templateText ?? words.description,
    fromTemplate: templateText !== null,
    commitCount: brought.count,
    subjects: brought.commits.slice(0, mostSubjectsShown).map(({ subject }) => subject),
    unpushedCount: isOnGitLab ? unpushed.count : brought.count,
    squash: toSquash(project.squashOption),
    removeSourceBranch: project.removeSourceBranchAfterMerge,
    newPageUrl: isOnGitLab
      ? newMergeRequestUrl(instanceUrl, project.path, { sourceBranch: branch, targetBranch })
      : null,
  };
}

/** As of the last fetch; GitLab reads it from the default branch, too. */
async function readTemplate(
  git: GitEnvironment,
  dir: string,
  defaultBranch: string | null,
): Promise<string | null> {
  if (defaultBranch === null) return null;
  const blob = await readBlob(git, dir, `refs/remotes/origin/${defaultBranch}`, template, {
    maxBytes: 100_000,
  });
  return blob.kind === 'bytes' ? blob.bytes.toString('utf8') : null;
}

function toSquash(option: string): MergeRequestProposal['squash'] {
  if (option === 'never' || option === 'always') return option;
  return option === 'default_on' ? 'on' : 'off';
}
