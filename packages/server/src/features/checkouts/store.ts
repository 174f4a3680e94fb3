import {
  type Checkout,
  type CheckoutId,
  type IntegrationId,
  newId,
  type ProjectId,
  type PullWay,
  type RepositoryId,
} from '@notelab/contract';
import { asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { checkouts } from './tables.ts';

export type CheckoutRow = typeof checkouts.$inferSelect;

export type CheckoutStore = ReturnType<typeof checkoutStore>;

export function checkoutStore({ sql }: Database) {
  return {
    async list(
      by: { projectIds: ProjectId[] } | { repositoryId: RepositoryId } | { integrationId: IntegrationId },
    ) {
      const matches =
        'projectIds' in by
          ? inArray(checkouts.projectId, by.projectIds)
          : 'repositoryId' in by
            ? eq(checkouts.repositoryId, by.repositoryId)
            : eq(checkouts.integrationId, by.integrationId);
      return await sql.select().from(checkouts).where(matches).orderBy(asc(checkouts.folderName));
    },

    async listAll(): Promise<CheckoutRow[]> {
      return await sql.select().from(checkouts);
    },

    async find(id: CheckoutId): Promise<CheckoutRow | null> {
      const [row] = await sql.select().from(checkouts).where(eq(checkouts.id, id));
      return row ?? null;
    },

    /** @returns null when the project has a checkout in this folder already. */
    async insert(
      row: Omit<CheckoutRow, 'id' | 'state' | 'pullWay' | 'createdAt'>,
    ): Promise<CheckoutRow | null> {
      const [inserted] = await sql
        .insert(checkouts)
        .values({ ...row, id: newId(), state: 'cloning' })
        .onConflictDoNothing()
        .returning();
      return inserted ?? null;
    },

    async setState(id: CheckoutId, state: Checkout['state']): Promise<void> {
      await sql.update(checkouts).set({ state }).where(eq(checkouts.id, id));
    },

    async setDefaultBranch(id: CheckoutId, defaultBranch: string | null): Promise<void> {
      await sql.update(checkouts).set({ defaultBranch }).where(eq(checkouts.id, id));
    },

    async setPullWay(id: CheckoutId, pullWay: PullWay): Promise<void> {
      await sql.update(checkouts).set({ pullWay }).where(eq(checkouts.id, id));
    },

    async delete(id: CheckoutId): Promise<void> {
      await sql.delete(checkouts).where(eq(checkouts.id, id));
    },

    async deleteOfProject(projectId: ProjectId): Promise<void> {
      await sql.delete(checkouts).where(eq(checkouts.projectId, projectId));
    },

    async listUnfinishedClones(): Promise<CheckoutRow[]> {
      return await sql.select().from(checkouts).where(eq(checkouts.state, 'cloning'));
    },
  };
}
