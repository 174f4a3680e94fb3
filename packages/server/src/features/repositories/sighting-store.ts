import type { InstanceId, RepositoryId, UserId, WorkspaceId } from '@notelab/contract';
import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { goneBranches, repositories, repositoryChanges, repositorySightings } from './tables.ts';

export type Sighting = typeof repositorySightings.$inferSelect;
export type RepositoryChange = typeof repositoryChanges.$inferSelect;
export type GoneBranch = typeof goneBranches.$inferSelect;

export function sightingStore({ sql }: Database) {
  const ofWorkspace = (id: WorkspaceId) =>
    sql.select({ id: repositories.id }).from(repositories).where(eq(repositories.workspaceId, id));
  const ofInstance = (id: InstanceId) =>
    sql.select({ id: repositories.id }).from(repositories).where(eq(repositories.instanceId, id));
  const isOf = ({ repositoryId, userId }: Pick<Sighting, 'repositoryId' | 'userId'>) =>
    and(eq(repositorySightings.repositoryId, repositoryId), eq(repositorySightings.userId, userId));

  return {
    list: (id: WorkspaceId): Promise<Sighting[]> =>
      sql
        .select()
        .from(repositorySightings)
        .where(inArray(repositorySightings.repositoryId, ofWorkspace(id))),

    listOf: (ids: RepositoryId[]): Promise<Sighting[]> =>
      sql.select().from(repositorySightings).where(inArray(repositorySightings.repositoryId, ids)),

    async putSeen(ids: RepositoryId[], userId: UserId, seenAt: Date): Promise<void> {
      await sql
        .insert(repositorySightings)
        .values(ids.map((repositoryId) => ({ repositoryId, userId, seenAt, missedSince: null })))
        .onConflictDoUpdate({
          target: [repositorySightings.repositoryId, repositorySightings.userId],
          set: { seenAt, missedSince: null },
        });
    },

    /** @returns whether this is new. */
    async putMissed(repositoryId: RepositoryId, userId: UserId, missedSince: Date): Promise<boolean> {
      const [known] = await sql.select().from(repositorySightings).where(isOf({ repositoryId, userId }));
      if (known?.missedSince) return false;
      await sql
        .insert(repositorySightings)
        .values({ repositoryId, userId, seenAt: null, missedSince })
        .onConflictDoUpdate({
          target: [repositorySightings.repositoryId, repositorySightings.userId],
          set: { missedSince },
        });
      return true;
    },

    async forgetOn(userId: UserId, instanceId: InstanceId): Promise<void> {
      await sql
        .delete(repositorySightings)
        .where(
          and(
            eq(repositorySightings.userId, userId),
            inArray(repositorySightings.repositoryId, ofInstance(instanceId)),
          ),
        );
    },

    async forgetIn(userId: UserId, workspaceId: WorkspaceId): Promise<void> {
      await sql
        .delete(repositorySightings)
        .where(
          and(
            eq(repositorySightings.userId, userId),
            inArray(repositorySightings.repositoryId, ofWorkspace(workspaceId)),
          ),
        );
    },

    listChanges: (id: WorkspaceId): Promise<RepositoryChange[]> =>
      sql
        .select()
        .from(repositoryChanges)
        .where(inArray(repositoryChanges.repositoryId, ofWorkspace(id))),

    async putChange({ before, after, at, ...key }: RepositoryChange): Promise<void> {
      await sql
        .insert(repositoryChanges)
        .values({ ...key, before, after, at })
        .onConflictDoUpdate({
          target: [repositoryChanges.repositoryId, repositoryChanges.field],
          set: { before, after, at },
        });
    },

    listGoneBranches: (id: WorkspaceId): Promise<GoneBranch[]> =>
      sql
        .select()
        .from(goneBranches)
        .where(inArray(goneBranches.repositoryId, ofWorkspace(id))),

    /** @returns whether this is new. */
    async putGoneBranch(row: GoneBranch): Promise<boolean> {
      const put = await sql.insert(goneBranches).values(row).onConflictDoNothing().returning();
      return put.length > 0;
    },

    /** @returns whether one of them had been gone. */
    async deleteGoneBranches(repositoryId: RepositoryId, branches: string[]): Promise<boolean> {
      const there = await sql
        .delete(goneBranches)
        .where(and(eq(goneBranches.repositoryId, repositoryId), inArray(goneBranches.branch, branches)))
        .returning();
      return there.length > 0;
    },
  };
}
