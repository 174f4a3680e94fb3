import type { InstanceId, Repository, RepositoryId, UserId, WorkspaceId } from '@notelab/contract';
import { boolean, integer, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { instances } from '../gitlab/instances/tables.ts';
import { users } from '../users/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

export const repositories = pgTable(
  'repositories',
  {
    id: text().$type<RepositoryId>().primaryKey(),
    workspaceId: text()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    instanceId: text()
      .$type<InstanceId>()
      .notNull()
      .references(() => instances.id),
    /** GitLab's number of the project: it survives renames and moves, the other columns follow GitLab. */
    gitlabId: integer().notNull(),
    path: text().notNull(),
    visibility: text().$type<Repository['visibility']>().notNull(),
    archived: boolean().notNull(),
    defaultBranch: text(),
    webUrl: text().notNull(),
    /** False once an admin removed it: integrations and checkouts keep pointing here, and revive with it. */
    connected: boolean().notNull(),
    /** A name, not an id: it stays true when the person has left. */
    connectedBy: text().notNull(),
    connectedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique().on(table.workspaceId, table.instanceId, table.gitlabId)],
);

const repositoryId = () =>
  text()
    .$type<RepositoryId>()
    .notNull()
    .references(() => repositories.id, { onDelete: 'cascade' });

/** Whether GitLab shows a repository to a member, as of the last time that they asked. */
export const repositorySightings = pgTable(
  'repository_sightings',
  {
    repositoryId: repositoryId(),
    userId: text()
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    seenAt: timestamp({ withTimezone: true }),
    /** When GitLab first did not show it any more; null while it does. */
    missedSince: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.userId] })],
);

/** What was last changed on GitLab, for each thing that can be. */
export const repositoryChanges = pgTable(
  'repository_changes',
  {
    repositoryId: repositoryId(),
    field: text().$type<'path' | 'visibility' | 'archived'>().notNull(),
    before: text().notNull(),
    after: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.field] })],
);

/** Branches that somebody needed and GitLab did not have. */
export const goneBranches = pgTable(
  'gone_branches',
  {
    repositoryId: repositoryId(),
    branch: text().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
    /** Who found that out. */
    userId: text().$type<UserId>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.branch] })],
);
