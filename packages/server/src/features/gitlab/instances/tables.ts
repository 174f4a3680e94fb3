import type { InstanceId } from '@notelab/contract';
import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const instances = pgTable('gitlab_instances', {
  id: text().$type<InstanceId>().primaryKey(),
  name: text().notNull(),
  /** As `parseInstanceUrl` gives it: sub-path kept, no slash at the end. It never changes. */
  url: text().notNull().unique(),
  clientId: text().notNull(),
  /** Null for a public application. */
  sealedClientSecret: text(),
  /** PEM certificates, trusted in addition to the usual ones. */
  certificateAuthority: text(),
  /** Without credentials: those are sealed beside it. */
  proxyUrl: text(),
  sealedProxyCredentials: text(),
  /** The stand-in that comes with a sample installation; it may live at a loopback address. */
  sandbox: boolean().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
