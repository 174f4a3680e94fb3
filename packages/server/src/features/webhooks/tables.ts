import type { RepositoryId, Webhook, WebhookId } from '@notelab/contract';
import { boolean, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { repositories } from '../repositories/tables.ts';

export const webhooks = pgTable('webhooks', {
  /** The end of the address that GitLab delivers to. */
  id: text().$type<WebhookId>().primaryKey(),
  repositoryId: text()
    .$type<RepositoryId>()
    .notNull()
    .unique()
    .references(() => repositories.id, { onDelete: 'cascade' }),
  madeBy: text().$type<Webhook['madeBy']>().notNull(),
  /** GitLab's number; null when it is not known, as of one that was made by hand. */
  gitlabHookId: integer(),
  sealedToken: text().notNull(),
  sealedSigningToken: text().notNull(),
  /** GitLab signs its deliveries: what is not signed is refused from then on. */
  signs: boolean().notNull(),
  lastDeliveryAt: timestamp({ withTimezone: true }),
  /** Why it fails, as a sentence; a delivery that is right ends it. */
  problem: text(),
  /** A name, not an id: it stays true when the person has left. */
  createdBy: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** What was received lately, so that it is not taken twice, also by another process and after a restart. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    webhookId: text()
      .$type<WebhookId>()
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    deliveryId: text().notNull(),
    receivedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.webhookId, table.deliveryId] }), index().on(table.receivedAt)],
);
