import type {
  Checkout,
  CheckoutId,
  IntegrationId,
  ProjectId,
  PullWay,
  RepositoryId,
  WorkspaceId,
} from '@notelab/contract';
import { index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const checkouts = pgTable(
  'checkouts',
  {
    id: text().$type<CheckoutId>().primaryKey(),
    workspaceId: text().$type<WorkspaceId>().notNull(),
    projectId: text().$type<ProjectId>().notNull(),
    repositoryId: text().$type<RepositoryId>().notNull(),
    /** The integration it was made from; it may be deleted later, the checkout stays. */
    integrationId: text().$type<IntegrationId>().notNull(),
    folderName: text().notNull(),
    /** The branch of the integration at the last clone: what a re-clone begins with when the integration is gone. */
    defaultBranch: text(),
    state: text().$type<Checkout['state']>().notNull(),
    /** How a pull goes on when both sides have new commits. */
    pullWay: text().$type<PullWay>().notNull().default('merge'),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex().on(table.projectId, table.folderName),
    index().on(table.repositoryId),
    index().on(table.integrationId),
  ],
);
