import type { RepositoryId, WebhookId, WorkspaceId } from '@notelab/contract';
import { eq, lt } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { repositories } from '../repositories/tables.ts';
import { webhookDeliveries, webhooks } from './tables.ts';

export type WebhookRow = typeof webhooks.$inferSelect;
export type WebhookStore = ReturnType<typeof webhookStore>;

export function webhookStore({ sql }: Database) {
  return {
    async find(id: WebhookId): Promise<WebhookRow | null> {
      const [row] = await sql.select().from(webhooks).where(eq(webhooks.id, id));
      return row ?? null;
    },

    async findOf(repositoryId: RepositoryId): Promise<WebhookRow | null> {
      const [row] = await sql.select().from(webhooks).where(eq(webhooks.repositoryId, repositoryId));
      return row ?? null;
    },

    async list(workspaceId: WorkspaceId): Promise<WebhookRow[]> {
      const rows = await sql
        .select({ webhook: webhooks })
        .from(webhooks)
        .innerJoin(repositories, eq(repositories.id, webhooks.repositoryId))
        .where(eq(repositories.workspaceId, workspaceId));
      return rows.map(({ webhook }) => webhook);
    },

    /** A repository has one webhook: what was there before is void. */
    async put(row: WebhookRow): Promise<void> {
      await sql.transaction(async (within) => {
        await within.delete(webhooks).where(eq(webhooks.repositoryId, row.repositoryId));
        await within.insert(webhooks).values(row);
      });
    },

    async update(id: WebhookId, changes: Partial<WebhookRow>): Promise<void> {
      await sql.update(webhooks).set(changes).where(eq(webhooks.id, id));
    },

    async delete(id: WebhookId): Promise<void> {
      await sql.delete(webhooks).where(eq(webhooks.id, id));
    },

    /** @returns false when the delivery was received before. */
    async addDelivery(webhookId: WebhookId, deliveryId: string): Promise<boolean> {
      const added = await sql
        .insert(webhookDeliveries)
        .values({ webhookId, deliveryId, receivedAt: new Date() })
        .onConflictDoNothing()
        .returning();
      return added.length > 0;
    },

    async forgetDeliveries(before: Date): Promise<void> {
      await sql.delete(webhookDeliveries).where(lt(webhookDeliveries.receivedAt, before));
    },
  };
}
