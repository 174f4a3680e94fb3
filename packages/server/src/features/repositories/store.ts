import type { InstanceId, RepositoryId, WorkspaceId } from '@notelab/contract';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { instances } from '../gitlab/instances/tables.ts';
import { repositories } from './tables.ts';

type Stored = typeof repositories.$inferSelect;
type New = typeof repositories.$inferInsert;
/** What is GitLab's to say, and changes there. It tells the default branch only to who may see the code. */
export type GitLabFacts = Pick<Stored, 'path' | 'visibility' | 'archived' | 'webUrl'> &
  Partial<Pick<Stored, 'defaultBranch'>>;

/** A repository of a workspace, together with where its instance is. */
export interface RepositoryRow extends Stored {
  instanceName: string;
  instanceUrl: string;
}

export function repositoryStore({ sql }: Database) {
  async function select(condition: ReturnType<typeof and>): Promise<RepositoryRow[]> {
    const rows = await sql
      .select({ repository: repositories, instanceName: instances.name, instanceUrl: instances.url })
      .from(repositories)
      .innerJoin(instances, eq(instances.id, repositories.instanceId))
      .where(condition)
      .orderBy(asc(repositories.path));
    return rows.map(({ repository, instanceName, instanceUrl }) => ({
      ...repository,
      instanceName,
      instanceUrl,
    }));
  }

  return {
    async find(id: RepositoryId): Promise<RepositoryRow | null> {
      return (await select(eq(repositories.id, id)))[0] ?? null;
    },

    listConnected: (workspaceId: WorkspaceId): Promise<RepositoryRow[]> =>
      select(and(eq(repositories.workspaceId, workspaceId), eq(repositories.connected, true))),

    listOfInstance: (instanceId: InstanceId): Promise<RepositoryRow[]> =>
      select(eq(repositories.instanceId, instanceId)),

    listKnown: (instanceId: InstanceId, gitlabIds: number[]): Promise<RepositoryRow[]> =>
      select(and(eq(repositories.instanceId, instanceId), inArray(repositories.gitlabId, gitlabIds))),

    /** Connects and removes in one step. A repository that was there before comes back under its old id. */
    change(connect: New[], remove: RepositoryId[]): Promise<void> {
      return sql.transaction(async (within) => {
        if (remove.length > 0)
          await within.update(repositories).set({ connected: false }).where(inArray(repositories.id, remove));
        for (const row of connect) {
          const { id: _, ...again } = row;
          await within
            .insert(repositories)
            .values(row)
            .onConflictDoUpdate({
              target: [repositories.workspaceId, repositories.instanceId, repositories.gitlabId],
              set: again,
            });
        }
      });
    },

    async updateFacts(id: RepositoryId, facts: GitLabFacts): Promise<void> {
      await sql.update(repositories).set(facts).where(eq(repositories.id, id));
    },

    async deleteOfInstance(instanceId: InstanceId): Promise<void> {
      await sql.delete(repositories).where(eq(repositories.instanceId, instanceId));
    },
  };
}
