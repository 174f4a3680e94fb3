import type { RepositoryId, WorkspaceId } from '@notelab/contract';
import type { Events } from '../events/events.ts';

/** What somebody said that became of a branch on GitLab. Nobody takes it for true: it is a reason to look. */
export interface HeardPush {
  branch: string;
  /** Where the branch was before; null when it was not there, or when that is not known. */
  before: string | null;
  /** Where it is now; null when it is gone. */
  commit: string | null;
  /** Who pushed; null when it was only seen that the branch has moved. */
  by: string | null;
  /** How many commits are new; null when that is not known. */
  count: number | null;
}

/** What was heard of a branch since a commit of it. */
export interface Heard {
  branch: string;
  commit: string | null;
  /** Everybody who pushed, the last first; at most 5. */
  by: string[];
  count: number | null;
  at: Date;
}

export interface HeardPushes {
  note(repository: { id: RepositoryId; workspaceId: WorkspaceId }, push: HeardPush): void;
  /** @param since the last commit of GitLab's branch that is known */
  find(id: RepositoryId, branch: string, since: string | null): Heard | null;
  /** What was said of the branch is not so. */
  forget(id: RepositoryId, branch: string): void;
  forgetRepository(id: RepositoryId): void;
  close(): void;
}

const rememberedBranches = 200;
const rememberedPushes = 20;
const namedPushers = 5;
/** Pages hear at most this often of one repository, however much is said. */
const tellEveryMs = 1_000;

/**
 * Remembers per branch what was heard last, in memory: after a restart pages look for themselves. A flood only
 * writes over what is there.
 */
export function createHeardPushes(events: Events): HeardPushes {
  const byRepository = new Map<RepositoryId, Map<string, Said[]>>();
  const waiting = new Map<RepositoryId, { timer: NodeJS.Timeout; again: boolean }>();

  function tell(repository: { id: RepositoryId; workspaceId: WorkspaceId }): void {
    const told = waiting.get(repository.id);
    if (told) {
      told.again = true;
      return;
    }
    events.publish(repository.workspaceId, { type: 'news', repositoryId: repository.id });
    const timer = setTimeout(() => {
      const { again } = waiting.get(repository.id) ?? {};
      waiting.delete(repository.id);
      if (again) tell(repository);
    }, tellEveryMs);
    waiting.set(repository.id, { timer, again: false });
  }

  return {
    note(repository, push) {
      const branches = byRepository.get(repository.id) ?? new Map<string, Said[]>();
      byRepository.set(repository.id, branches);
      const said = [{ ...push, at: new Date() }, ...(branches.get(push.branch) ?? [])];
      // Last in the order of a map is what was put into it last.
      branches.delete(push.branch);
      branches.set(push.branch, said.slice(0, rememberedPushes));
      const [oldest] = branches.keys();
      if (branches.size > rememberedBranches && oldest !== undefined) branches.delete(oldest);
      tell(repository);
    },

    find(id, branch, since) {
      const said = byRepository.get(id)?.get(branch) ?? [];
      return said[0] && said[0].commit !== since ? joinSince(said, since) : null;
    },

    forget: (id, branch) => void byRepository.get(id)?.delete(branch),

    forgetRepository: (id) => void byRepository.delete(id),

    close() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

interface Said extends HeardPush {
  at: Date;
}

/** The last push, and those that it is on top of, back to a commit that is known. */
function joinSince([last, ...earlier]: Said[], since: string | null): Heard {
  const { branch, commit, at } = last!;
  const chain = [last!];
  for (const push of earlier) {
    const { before } = chain.at(-1)!;
    if (before === null || before === since || push.commit !== before) break;
    chain.push(push);
  }
  const counts = chain.map(({ count }) => count);
  const names = new Set(chain.flatMap(({ by }) => by ?? []));
  return {
    branch,
    commit,
    by: [...names].slice(0, namedPushers),
    count: counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    at,
  };
}
