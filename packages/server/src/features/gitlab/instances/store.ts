import type { InstanceId } from '@notelab/contract';
import { asc, count, eq, ne } from 'drizzle-orm';
import type { Database } from '../../../database/database.ts';
import { repositories } from '../../repositories/tables.ts';
import { accounts } from '../accounts/tables.ts';
import { instances } from './tables.ts';

export type InstanceRow = typeof instances.$inferSelect;

export type InstanceStore = ReturnType<typeof instanceStore>;

export function instanceStore({ sql }: Database) {
  return {
    async find(id: InstanceId): Promise<InstanceRow | null> {
      const [row] = await sql.select().from(instances).where(eq(instances.id, id));
      return row ?? null;
    },

    async findAt(url: string): Promise<InstanceRow | null> {
      const [row] = await sql.select().from(instances).where(eq(instances.url, url));
      return row ?? null;
    },

    async findSandbox(): Promise<InstanceRow | null> {
      const [row] = await sql.select().from(instances).where(eq(instances.sandbox, true));
      return row ?? null;
    },

    list: (): Promise<InstanceRow[]> => sql.select().from(instances).orderBy(asc(instances.createdAt)),

    /** Null when another instance is at the address. */
    async insert(row: InstanceRow): Promise<InstanceRow | null> {
      const [added] = await sql.insert(instances).values(row).onConflictDoNothing().returning();
      return added ?? null;
    },

    async put(row: InstanceRow): Promise<void> {
      const { url, clientId, sealedClientSecret } = row;
      const set = { url, clientId, sealedClientSecret };
      await sql.insert(instances).values(row).onConflictDoUpdate({ target: instances.id, set });
    },

    async update(id: InstanceId, changes: Partial<InstanceRow>): Promise<InstanceRow | null> {
      const [after] = await sql.update(instances).set(changes).where(eq(instances.id, id)).returning();
      return after ?? null;
    },

    async remove(id: InstanceId): Promise<void> {
      await sql.delete(instances).where(eq(instances.id, id));
    },

    /** By how many people and for how many repositories each instance is used. */
    async countUse(): Promise<Map<InstanceId, { accounts: number; repositories: number }>> {
      const linked = await sql
        .select({ id: accounts.instanceId, count: count() })
        .from(accounts)
        .where(ne(accounts.state, 'unlinking'))
        .groupBy(accounts.instanceId);
      const connected = await sql
        .select({ id: repositories.instanceId, count: count() })
        .from(repositories)
        .where(eq(repositories.connected, true))
        .groupBy(repositories.instanceId);
      const use = new Map<InstanceId, { accounts: number; repositories: number }>();
      const of = (id: InstanceId) => use.get(id) ?? { accounts: 0, repositories: 0 };
      for (const row of linked) use.set(row.id, { ...of(row.id), accounts: row.count });
      for (const row of connected) use.set(row.id, { ...of(row.id), repositories: row.count });
      return use;
    },
  };
}
