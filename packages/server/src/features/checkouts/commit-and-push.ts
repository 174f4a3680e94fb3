import { type CommitChoices, newId, type Outcome } from '@notelab/contract';
import {
  type CommitOptions,
  commitFiles,
  type GitEnvironment,
  isRepositoryPath,
  readHead,
  readStatus,
  removeNewBranch,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { CoAuthors } from './co-authors.ts';
import { createBranch } from './create-branch.ts';
import type { GitSessions } from './git-sessions.ts';
import { refuseWithoutLfs } from './large-files.ts';
import { refuseUnderWay } from './merging/refuse-under-way.ts';
import { pushCheckout } from './push-checkout.ts';
import { removeOldPoints } from './recovery-points.ts';
import { withCoAuthors } from './with-co-authors.ts';
import { readWithoutOutputs } from './without-outputs.ts';

/** More is no work of people, and not for one commit. */
const mostOthers = 500_000;

export interface CommitRequest extends CommitChoices {
  message: string;
  paths: string[];
  /** Commit to this new branch instead of the current one. */
  newBranch?: string | undefined;
}

/** Refuses what can be refused before anything is queued, while the dialog is still open. */
export function refuseImpossibleCommit(request: CommitRequest): void {
  const { message, paths, parts = [], withoutOutputs = [], amend, allExcept } = request;
  if (message.trim() === '') fail('message-empty', 'A commit needs a message.');
  if (paths.length + parts.length === 0 && !amend && !allExcept)
    fail('nothing-selected', 'Select at least one file.');
  const named = [
    ...paths.map(withoutSlash),
    ...parts.flatMap(({ path, originalPath }) => [path, originalPath ?? path]),
    ...withoutOutputs,
  ];
  const foreign = named.filter((path) => !isRepositoryPath(path));
  if (foreign.length > 0)
    fail('path-invalid', 'These are no files of the repository. Nothing was committed.', {
      files: foreign.slice(0, 200),
    });
}

/**
 * Commits what was chosen as the acting user and pushes the branch. The commit stays when the push is refused:
 * nothing is lost, and the push can be tried again. When there is no commit, there is no new branch either.
 */
export async function commitAndPush(
  context: { sessions: GitSessions; coAuthors: CoAuthors },
  checkout: AuthorizedCheckout,
  request: CommitRequest,
  job: Job,
): Promise<Outcome> {
  const { newBranch } = request;
  const git = context.sessions.local(checkout);
  const options = await toCommitOptions(context, checkout, request);
  await refuseWithoutLfs(git, checkout.dir, options.paths);
  const before = await readHead(git, checkout.dir);
  if (newBranch !== undefined) await createBranch(context, checkout, { name: newBranch }, job);
  try {
    job.report({ phase: 'Committing', fraction: null });
    await commit(git, checkout.dir, { ...options, signal: job.signal });
  } catch (error) {
    if (newBranch !== undefined) await removeNewBranch(git, checkout.dir, newBranch, before);
    throw error;
  }
  if (options.amend) await removeOldPoints(git, checkout.dir);
  return pushCheckout(context, checkout, job);
}

async function toCommitOptions(
  { sessions, coAuthors }: { sessions: GitSessions; coAuthors: CoAuthors },
  checkout: AuthorizedCheckout,
  request: CommitRequest,
): Promise<CommitOptions> {
  const { user } = checkout.project;
  const paths = [
    ...request.paths.map(withoutSlash),
    ...(request.allExcept ? await listOthers(sessions, checkout, request) : []),
  ];
  const chosen = new Set(paths);
  const stripped = (request.withoutOutputs ?? []).filter((path) => chosen.has(path));
  return {
    paths,
    parts: request.parts,
    contents: await readWithoutOutputs(checkout.dir, stripped),
    message: withCoAuthors(request.message, await coAuthors.identitiesOf(checkout, request.coAuthors ?? [])),
    author: await sessions.identityOf(user, checkout.repository),
    amend: request.amend
      ? { id: newId(), reason: 'Before amending the last commit', by: { name: user.name, email: user.email } }
      : undefined,
  };
}

/** All that changed but what is named, or left out by name; what is in conflict cannot be committed. */
async function listOthers(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  { paths, parts = [], allExcept = [] }: CommitRequest,
): Promise<string[]> {
  const named = new Set([...paths, ...allExcept, ...parts.map(({ path }) => path)]);
  const { entries } = await readStatus(sessions.local(checkout), checkout.dir, { limit: mostOthers });
  return entries
    .filter(({ path, kind }) => kind !== 'conflicted' && !path.endsWith('/') && !named.has(path))
    .flatMap(({ path, originalPath, kind }) =>
      kind === 'renamed' && originalPath ? [path, originalPath] : [path],
    );
}

async function commit(git: GitEnvironment, dir: string, options: CommitOptions): Promise<void> {
  const result = await commitFiles(git, dir, options);
  switch (result.kind) {
    case 'committed':
      return;
    case 'nothing-to-commit':
      return fail('nothing-to-commit', 'The selected files are as in the last commit.');
    case 'hunks-changed':
      return fail(
        'hunks-changed',
        'These files have changed since you chose from them. Nothing was committed.',
        {
          files: result.paths.slice(0, 200),
        },
      );
    case 'already-pushed':
      return fail(
        'already-pushed',
        'GitLab has the last commit already, so it cannot be amended. Commit anew.',
      );
    case 'empty-message':
      return fail('message-empty', 'A commit needs a message.');
    case 'merge-in-progress':
      return refuseUnderWay(result.operation);
    case 'unresolved-conflicts':
      return fail('merge-in-progress', 'These files still have conflicts.', {
        files: result.paths.slice(0, 200),
      });
    case 'nested-repository':
      return fail(
        'nothing-to-commit',
        'These folders are repositories of their own and cannot be committed as files.',
        {
          files: result.paths.slice(0, 200),
        },
      );
    case 'detached-head':
      return fail('no-branch', 'The checkout is on no branch. Create one to commit to.');
  }
}

/** Git names a repository inside the repository with a slash at its end. */
function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
