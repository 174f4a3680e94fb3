import type { RepositoryId, UserId, WorkspaceId } from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import type { Events } from '../events/events.ts';
import { tellSoon } from '../events/tell-soon.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { judgeSightings } from './judge-sightings.ts';
import { type GoneBranch, type RepositoryChange, type Sighting, sightingStore } from './sighting-store.ts';
import type { GitLabFacts, RepositoryRow } from './store.ts';

type Where = Pick<RepositoryRow, 'id' | 'workspaceId'>;

/** What keeps an integration from working, as far as anybody was told. */
export interface Troubles {
  isMissing(id: RepositoryId): boolean;
  isBranchGone(id: RepositoryId, branch: string | null): boolean;
}

/** Remembers what GitLab said about repositories whenever somebody acted. It never asks by itself. */
export interface Sightings {
  /** Repositories of one workspace. */
  noteSeen(rows: Where[], userId: UserId): Promise<void>;
  noteMissed(row: Where, userId: UserId): Promise<void>;
  noteChanges(row: RepositoryRow, facts: GitLabFacts): Promise<void>;
  noteBranchGone(row: Where, branch: string, userId: UserId): Promise<void>;
  noteBranchesThere(row: Where, branches: string[]): Promise<void>;
  list(id: WorkspaceId): Promise<Map<RepositoryId, Sighting[]>>;
  listChanges(id: WorkspaceId): Promise<RepositoryChange[]>;
  listGoneBranches(id: WorkspaceId): Promise<GoneBranch[]>;
  findTroubles(id: WorkspaceId): Promise<Troubles>;
}

export function createSightings({
  database,
  events,
  accounts,
  workspaces,
}: {
  database: Database;
  events: Events;
  accounts: Accounts;
  workspaces: Workspaces;
}): Sightings {
  const store = sightingStore(database);
  const tell = tellSoon(events, { type: 'repositories-changed' });

  // Under another account, or none, somebody sees something else.
  accounts.onUnlinked(({ userId, instanceId }) => store.forgetOn(userId, instanceId));
  workspaces.onMemberChanged(async ({ userId, workspaceId, role }) => {
    if (role === null) await store.forgetIn(userId, workspaceId);
  });

  async function list(id: WorkspaceId): Promise<Map<RepositoryId, Sighting[]>> {
    return Map.groupBy(await store.list(id), ({ repositoryId }) => repositoryId);
  }

  return {
    list,
    listChanges: store.listChanges,
    listGoneBranches: store.listGoneBranches,

    async noteSeen(rows, userId) {
      const [first] = rows;
      if (!first) return;
      const ids = rows.map(({ id }) => id);
      const before = Map.groupBy(await store.listOf(ids), ({ repositoryId }) => repositoryId);
      await store.putSeen(ids, userId, new Date());
      // Only what is news: pages that hear of it ask again, and asking is seeing.
      const isNews = (known: Sighting[]) =>
        judgeSightings(known).isMissing || known.some((one) => one.userId === userId && one.missedSince);
      if (before.values().some(isNews)) tell(first.workspaceId);
    },

    async noteMissed({ id, workspaceId }, userId) {
      if (await store.putMissed(id, userId, new Date())) tell(workspaceId);
    },

    async noteChanges(row, facts) {
      for (const field of ['path', 'visibility', 'archived'] as const) {
        const [before, after] = [String(row[field]), String(facts[field])];
        if (before !== after)
          await store.putChange({ repositoryId: row.id, field, before, after, at: new Date() });
      }
    },

    async noteBranchGone({ id, workspaceId }, branch, userId) {
      const isNew = await store.putGoneBranch({ repositoryId: id, branch, since: new Date(), userId });
      if (isNew) tell(workspaceId);
    },

    async noteBranchesThere({ id, workspaceId }, branches) {
      if (branches.length > 0 && (await store.deleteGoneBranches(id, branches))) tell(workspaceId);
    },

    async findTroubles(id) {
      const [sightings, gone] = await Promise.all([list(id), store.listGoneBranches(id)]);
      return {
        isMissing: (repositoryId) => judgeSightings(sightings.get(repositoryId) ?? []).isMissing,
        isBranchGone: (repositoryId, branch) =>
          gone.some((row) => row.repositoryId === repositoryId && row.branch === branch),
      };
    },
  };
}
