import type { Outcome, Submodule } from '@notelab/contract';
import {
  listSubmodules,
  type Submodule as SubmoduleOnDisk,
  type SubmoduleUpdate,
  updateSubmodule,
} from '@notelab/git';
import { ProblemError } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { Repositories, RepositoryRow } from '../repositories/repositories.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { locateSubmodule } from './locate-submodule.ts';
import { reportProgress } from './report-progress.ts';

interface Context {
  sessions: GitSessions;
  repositories: Repositories;
}

interface Located {
  submodule: SubmoduleOnDisk;
  access: Submodule['access'];
  repositoryPath: string | null;
  repository: RepositoryRow | null;
}

/** What is known of a checkout's submodules without going anywhere. */
export async function readSubmodules(context: Context, checkout: AuthorizedCheckout): Promise<Submodule[]> {
  return (await locateAll(context, checkout)).map(({ submodule, access, repositoryPath }) => {
    const { path, url, pinned, checkedOut } = submodule;
    return { path, url, pinned, checkedOut, access, repositoryPath };
  });
}

/**
 * Brings the submodules whose repositories are connected to the commits that the checkout wants, each with a pass for
 * its own repository alone and from that repository's canonical address. Submodules in submodules are left alone.
 */
export async function updateSubmodules(
  context: Context,
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  const all = await locateAll(context, checkout);
  const updated: string[] = [];
  const left: { path: string; reason: string }[] = [];
  for (const [index, located] of all.entries()) {
    const { submodule, repository } = located;
    const { path } = submodule;
    if (!repository) left.push({ path, reason: whyNot(located, checkout) });
    else if (submodule.checkedOut !== submodule.pinned) {
      job.report({ phase: `Updating ${path}`, fraction: index / all.length });
      const part = { from: index / all.length, to: (index + 1) / all.length };
      const reason = await update(context.sessions, { ...checkout, repository }, submodule, job, part);
      if (reason === null) updated.push(path);
      else left.push({ path, reason });
    }
  }
  return { kind: 'submodules-updated', updated, left };
}

/** @returns why it could not be brought along, or null */
async function update(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  submodule: SubmoduleOnDisk,
  job: Job,
  part: { from: number; to: number },
): Promise<string | null> {
  const local = sessions.local(checkout);
  const { path } = checkout.repository;
  try {
    const result = await sessions.asUser({ checkout, access: 'read' }, ({ git, url }) =>
      updateSubmodule({ remote: git, local }, checkout.dir, submodule, {
        url,
        signal: job.signal,
        onProgress: reportProgress(job, part),
      }),
    );
    return explain(result, submodule, path);
  } catch (error) {
    job.signal.throwIfAborted();
    const problem = toGitProblem(error);
    // One that cannot be reached must not keep the others away.
    if (!(problem instanceof ProblemError)) throw error;
    return problem.problem.detail;
  }
}

function explain(result: SubmoduleUpdate, { pinned }: SubmoduleOnDisk, path: string): string | null {
  switch (result.kind) {
    case 'updated':
      return null;
    case 'commit-gone':
      return `Commit ${pinned.slice(0, 8)} is not in ${path} any more. Somebody who has it can push it, or the checkout can point to another commit.`;
    case 'in-the-way':
      return 'Files that were changed in it are in the way. Commit or discard them in a terminal first.';
    case 'unusable':
      return `It cannot be used as it is: ${result.problem}.`;
  }
}

function whyNot({ access, repositoryPath }: Located, { instanceUrl }: AuthorizedCheckout): string {
  if (access === 'not-connected')
    return `${repositoryPath} is not connected to this workspace. An admin can connect it in Settings → Workspace → Connected GitLab repositories.`;
  if (access === 'elsewhere')
    return `It is not on ${new URL(instanceUrl).host}. Notelab fetches submodules from there only; a terminal may reach it.`;
  return 'Its address in .gitmodules is none that Notelab goes to.';
}

async function locateAll(
  { sessions, repositories }: Context,
  checkout: AuthorizedCheckout,
): Promise<Located[]> {
  const { repository: own, instanceUrl, project } = checkout;
  const submodules = await listSubmodules(sessions.local(checkout), checkout.dir);
  return Promise.all(
    submodules.map(async (submodule): Promise<Located> => {
      const place = locateSubmodule(submodule.url, { instanceUrl, repositoryPath: own.path });
      if (place.kind !== 'here')
        return { submodule, access: place.kind, repositoryPath: null, repository: null };
      const { repositoryPath } = place;
      const wanted = { instanceId: own.instanceId, path: repositoryPath };
      const repository = await repositories.findConnected(project.workspaceId, wanted);
      return {
        submodule,
        access: repository ? 'connected' : 'not-connected',
        repositoryPath: repository?.path ?? repositoryPath,
        repository,
      };
    }),
  );
}
