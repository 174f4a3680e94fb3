import type { Branch } from '@notelab/contract';
import { listBranches as listGitBranches } from '@notelab/git';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { countLeftFiles } from './left-changes.ts';
import { toUtc } from './to-utc.ts';

/** Local branches, and those of GitLab that have no local one yet, as of the last fetch. */
export async function listBranches(sessions: GitSessions, checkout: AuthorizedCheckout): Promise<Branch[]> {
  const [{ local, remote }, left] = await Promise.all([
    listGitBranches(sessions.local(checkout), checkout.dir),
    countLeftFiles(sessions, checkout),
  ]);
  const localNames = new Set(local.map((branch) => branch.name));
  return [
    ...local.map(
      (branch): Branch => ({
        name: branch.name,
        where: 'local',
        current: branch.isCurrent,
        upstream: branch.upstream?.branch ?? null,
        upstreamGone: branch.upstream?.gone ?? false,
        ahead: branch.ahead,
        behind: branch.behind,
        subject: branch.subject,
        committedAt: toUtc(branch.committedAt),
        leftFileCount: left.get(branch.name) ?? 0,
      }),
    ),
    ...remote
      .filter((branch) => !localNames.has(branch.name))
      .map(
        (branch): Branch => ({
          name: branch.name,
          where: 'remote',
          current: false,
          upstream: null,
          upstreamGone: false,
          ahead: 0,
          behind: 0,
          subject: branch.subject,
          committedAt: toUtc(branch.committedAt),
          leftFileCount: left.get(branch.name) ?? 0,
        }),
      ),
  ];
}
