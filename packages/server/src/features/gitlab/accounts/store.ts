import type { AccountId, AccountTrouble, InstanceId, UserId } from '@notelab/contract';
import { and, eq, inArray, isNotNull, isNull, lt, ne, or, sql as text } from 'drizzle-orm';
import type { Database } from '../../../database/database.ts';
import { accounts, linkAttempts, offeredAccounts, revocations } from './tables.ts';

export type AccountRow = typeof accounts.$inferSelect;
export type RevocationRow = typeof revocations.$inferSelect;
export type OfferedRow = typeof offeredAccounts.$inferSelect;
export type LinkAttemptRow = typeof linkAttempts.$inferSelect;

/** Tokens with whom they belong to: all that is needed to revoke them. */
export type SealedPair = Pick<
  AccountRow,
  'id' | 'userId' | 'instanceId' | 'sealedAccessToken' | 'sealedRefreshToken'
>;

export type AccountStore = ReturnType<typeof accountStore>;

export function accountStore({ sql }: Database) {
  const selectOf = (userId: UserId, instanceId: InstanceId): Promise<AccountRow[]> =>
    sql
      .select()
      .from(accounts)
      .where(and(eq(accounts.userId, userId), eq(accounts.instanceId, instanceId)));

  return {
    async find(id: AccountId): Promise<AccountRow | null> {
      const [row] = await sql.select().from(accounts).where(eq(accounts.id, id));
      return row ?? null;
    },

    /** Also one that is being unlinked. */
    async findAny(userId: UserId, instanceId: InstanceId): Promise<AccountRow | null> {
      const [row] = await selectOf(userId, instanceId);
      return row ?? null;
    },

    async findLinked(userId: UserId, instanceId: InstanceId): Promise<AccountRow | null> {
      const [row] = await selectOf(userId, instanceId);
      return row && row.state !== 'unlinking' ? row : null;
    },

    listOfUser: (userId: UserId): Promise<AccountRow[]> =>
      sql.select().from(accounts).where(eq(accounts.userId, userId)),

    listOfUsers: (userIds: UserId[]): Promise<AccountRow[]> =>
      sql.select().from(accounts).where(inArray(accounts.userId, userIds)),

    listOfInstance: (instanceId: InstanceId): Promise<AccountRow[]> =>
      sql.select().from(accounts).where(eq(accounts.instanceId, instanceId)),

    listUnlinking: (): Promise<AccountRow[]> =>
      sql.select().from(accounts).where(eq(accounts.state, 'unlinking')),

    async insert(row: AccountRow): Promise<void> {
      await sql.insert(accounts).values(row);
    },

    async update(id: AccountId, changes: Partial<AccountRow>): Promise<void> {
      await sql.update(accounts).set(changes).where(eq(accounts.id, id));
    },

    /**
     * Stores a new pair unless another one came first. It shows that the account lives, whatever somebody made of the
     * old pair that GitLab no longer knew.
     */
    async replaceTokens(
      id: AccountId,
      version: number,
      pair: Pick<AccountRow, 'sealedAccessToken' | 'sealedRefreshToken' | 'accessTokenExpiresAt'>,
    ): Promise<AccountRow | null> {
      const [row] = await sql
        .update(accounts)
        .set({
          ...pair,
          tokenVersion: version + 1,
          tokenRenewedAt: new Date(),
          renewalBegunAt: null,
          // A new pair says nothing of a user who is blocked; of the application it does, and that is told.
          trouble: text`case when ${accounts.trouble}->>'reason' in ('blocked', 'application-refused') then ${accounts.trouble} end`,
          state: text`case when ${accounts.state} = 'needs-reconnect' then 'connected' else ${accounts.state} end`,
        })
        .where(and(eq(accounts.id, id), eq(accounts.tokenVersion, version)))
        .returning();
      return row ?? null;
    },

    /** GitLab is about to be asked for a new pair (null: it has answered, with no new one). */
    async noteRenewal(id: AccountId, renewalBegunAt: Date | null): Promise<void> {
      await sql.update(accounts).set({ renewalBegunAt }).where(eq(accounts.id, id));
    },

    /** @returns whether it was not known before. */
    async noteTrouble(id: AccountId, trouble: AccountTrouble): Promise<boolean> {
      const rows = await sql
        .update(accounts)
        .set({ trouble })
        .where(
          and(
            eq(accounts.id, id),
            eq(accounts.state, 'connected'),
            text`${accounts.trouble}->>'reason' is distinct from ${trouble.reason}`,
          ),
        )
        .returning({ id: accounts.id });
      return rows.length > 0;
    },

    /** @returns whether there was something to forget. */
    async forgetTrouble(id: AccountId): Promise<boolean> {
      const rows = await sql
        .update(accounts)
        .set({ trouble: null })
        .where(and(eq(accounts.id, id), eq(accounts.state, 'connected'), isNotNull(accounts.trouble)))
        .returning({ id: accounts.id });
      return rows.length > 0;
    },

    /** Marks the account dead, but only if its tokens are still the ones that turned out to be. */
    async markNeedsReconnect(id: AccountId, version: number, trouble: AccountTrouble): Promise<boolean> {
      const rows = await sql
        .update(accounts)
        .set({ state: 'needs-reconnect', trouble })
        .where(and(eq(accounts.id, id), eq(accounts.tokenVersion, version), eq(accounts.state, 'connected')))
        .returning({ id: accounts.id });
      return rows.length > 0;
    },

    /** @returns whether this call was the one that marked it. */
    async markUnlinking(id: AccountId): Promise<boolean> {
      const rows = await sql
        .update(accounts)
        .set({ state: 'unlinking' })
        .where(and(eq(accounts.id, id), ne(accounts.state, 'unlinking')))
        .returning({ id: accounts.id });
      return rows.length > 0;
    },

    /** Forgets the account; its refresh token goes on waiting to be revoked. */
    moveToRevocations(id: AccountId): Promise<RevocationRow | null> {
      return sql.transaction(async (within) => {
        const [gone] = await within.delete(accounts).where(eq(accounts.id, id)).returning();
        if (!gone) return null;
        const [row] = await within.insert(revocations).values(toRevocation(gone)).returning();
        return row ?? null;
      });
    },

    async noteUse(id: AccountId, now: Date): Promise<void> {
      // Once a minute is enough to say "used just now".
      const aMinuteAgo = new Date(now.getTime() - 60_000);
      await sql
        .update(accounts)
        .set({ lastUsedAt: now })
        .where(
          and(eq(accounts.id, id), or(isNull(accounts.lastUsedAt), lt(accounts.lastUsedAt, aMinuteAgo))),
        );
    },

    /** Claims the daily look at the profile. @returns whether it is due and now the caller's. */
    async claimProfileRead(id: AccountId, before: Date): Promise<boolean> {
      const rows = await sql
        .update(accounts)
        .set({ profileReadAt: new Date() })
        .where(and(eq(accounts.id, id), lt(accounts.profileReadAt, before)))
        .returning({ id: accounts.id });
      return rows.length > 0;
    },

    async insertAttempt(attempt: LinkAttemptRow): Promise<void> {
      await sql.delete(linkAttempts).where(lt(linkAttempts.expiresAt, new Date()));
      await sql.insert(linkAttempts).values(attempt);
    },

    /** The attempt, once, and only for the user and browser session that began it. */
    async takeAttempt(
      stateHash: string,
      session: { id: string; userId: UserId },
    ): Promise<LinkAttemptRow | null> {
      const [attempt] = await sql
        .delete(linkAttempts)
        .where(
          and(
            eq(linkAttempts.stateHash, stateHash),
            eq(linkAttempts.userId, session.userId),
            eq(linkAttempts.sessionId, session.id),
          ),
        )
        .returning();
      return attempt && attempt.expiresAt > new Date() ? attempt : null;
    },

    /** Puts the offer in the place of an older one. @returns the older one. */
    putOffered(row: OfferedRow): Promise<OfferedRow | null> {
      return sql.transaction(async (within) => {
        const [older] = await within.delete(offeredAccounts).where(isOfferTo(row)).returning();
        await within.insert(offeredAccounts).values(row);
        return older ?? null;
      });
    },

    /** The offer, once. */
    async takeOffered(owner: Pick<OfferedRow, 'userId' | 'instanceId'>): Promise<OfferedRow | null> {
      const [row] = await sql.delete(offeredAccounts).where(isOfferTo(owner)).returning();
      return row ?? null;
    },

    takeExpiredOffers: (now: Date): Promise<OfferedRow[]> =>
      sql.delete(offeredAccounts).where(lt(offeredAccounts.expiresAt, now)).returning(),

    takeOffersOfInstance: (instanceId: InstanceId): Promise<OfferedRow[]> =>
      sql.delete(offeredAccounts).where(eq(offeredAccounts.instanceId, instanceId)).returning(),

    listOffered: (userId: UserId): Promise<OfferedRow[]> =>
      sql.select().from(offeredAccounts).where(eq(offeredAccounts.userId, userId)),

    listRevocations: (): Promise<RevocationRow[]> => sql.select().from(revocations),

    listRevocationsOn: (instanceId: InstanceId): Promise<RevocationRow[]> =>
      sql.select().from(revocations).where(eq(revocations.instanceId, instanceId)),

    async addRevocation(pair: SealedPair): Promise<RevocationRow> {
      const [added] = await sql.insert(revocations).values(toRevocation(pair)).returning();
      if (!added) throw new Error('The revocation was not stored.');
      return added;
    },

    async deleteRevocation(id: number): Promise<void> {
      await sql.delete(revocations).where(eq(revocations.id, id));
    },
  };
}

function isOfferTo({ userId, instanceId }: Pick<OfferedRow, 'userId' | 'instanceId'>) {
  return and(eq(offeredAccounts.userId, userId), eq(offeredAccounts.instanceId, instanceId));
}

function toRevocation({ id, userId, instanceId, sealedAccessToken, sealedRefreshToken }: SealedPair) {
  const owner = { userId, instanceId, accountId: id };
  return sealedRefreshToken ? { ...owner, sealedRefreshToken } : { ...owner, sealedAccessToken };
}
