import type { AccountId, AccountTrouble, InstanceId, UserId } from '@notelab/contract';
import { bigserial, index, integer, jsonb, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { users } from '../../users/tables.ts';
import { instances } from '../instances/tables.ts';

const userId = () =>
  text()
    .$type<UserId>()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

const instanceId = () =>
  text()
    .$type<InstanceId>()
    .notNull()
    .references(() => instances.id, { onDelete: 'cascade' });

const at = () => timestamp({ withTimezone: true });

/** Who somebody is on GitLab, and what they have allowed Notelab. */
const access = () => ({
  gitlabUserId: integer().notNull(),
  username: text().notNull(),
  name: text().notNull(),
  commitEmail: text().notNull(),
  avatarUrl: text(),
  webUrl: text().notNull(),
  scopes: jsonb().$type<string[]>().notNull(),
  sealedAccessToken: text().notNull(),
  /** Null: GitLab gave none, so that the access ends with its token. */
  sealedRefreshToken: text(),
  accessTokenExpiresAt: at().notNull(),
});

export const accounts = pgTable(
  'gitlab_accounts',
  {
    id: text().$type<AccountId>().primaryKey(),
    userId: userId(),
    instanceId: instanceId(),
    ...access(),
    /** `unlinking`: nobody may use it any more, its tokens are about to be revoked. */
    state: text().$type<'connected' | 'needs-reconnect' | 'unlinking'>().notNull(),
    /** What GitLab, or a look into the database, last said against it. */
    trouble: jsonb().$type<AccountTrouble>(),
    /** Since when a renewal is under way, or has been without an answer: GitLab may have done it unheard. */
    renewalBegunAt: at(),
    /** Counts the token pairs of this account: whoever renews says which pair they found used up. */
    tokenVersion: integer().notNull(),
    connectedAt: at().notNull(),
    tokenRenewedAt: at(),
    lastUsedAt: at(),
    profileReadAt: at().notNull(),
  },
  (table) => [unique().on(table.userId, table.instanceId)],
);

/** Other GitLab users than the connected ones, who wait for somebody to say whether it is to be them. */
export const offeredAccounts = pgTable(
  'gitlab_offered_accounts',
  {
    /** The id that it would have as an account. */
    id: text().$type<AccountId>().primaryKey(),
    userId: userId(),
    instanceId: instanceId(),
    ...access(),
    expiresAt: at().notNull(),
  },
  (table) => [unique().on(table.userId, table.instanceId)],
);

/** Links that people have begun: waiting for GitLab to send the browser back. */
export const linkAttempts = pgTable('gitlab_link_attempts', {
  /** SHA-256 of OAuth's `state`. */
  stateHash: text().primaryKey(),
  userId: userId(),
  /** The browser session it was begun in; no other may finish it. */
  sessionId: text().notNull(),
  instanceId: instanceId(),
  sealedCodeVerifier: text().notNull(),
  returnTo: text().notNull(),
  expiresAt: at().notNull(),
});

/** Tokens of unlinked accounts that GitLab has not revoked yet, because it could not be reached. */
export const revocations = pgTable(
  'gitlab_revocations',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    userId: text().notNull(),
    instanceId: instanceId(),
    accountId: text().notNull(),
    /** Revoking it revokes the access token too. Null where GitLab gave none. */
    sealedRefreshToken: text(),
    /** Of a pair without a refresh token. */
    sealedAccessToken: text(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [index().on(table.instanceId)],
);
