import type { Member, Role, User, UserId, WorkspaceId, WorkspaceMembership } from '@notelab/contract';
import { and, asc, eq } from 'drizzle-orm';
import type { Database, Sql } from '../../database/database.ts';
import { users } from '../users/tables.ts';
import { invitations, members, workspaces } from './tables.ts';

export type MemberChange =
  | { kind: 'changed'; member: Member }
  | { kind: 'no-member' }
  | { kind: 'last-admin' };

export function workspaceStore({ sql }: Database) {
  async function findMember(
    workspaceId: WorkspaceId,
    userId: UserId,
    within: Sql = sql,
  ): Promise<Member | null> {
    const [row] = await within
      .select({ user: { id: users.id, name: users.name, email: users.email }, member: members })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
    return row ? toMember(row) : null;
  }

  return {
    findMember,

    async anyWorkspace(): Promise<boolean> {
      return (await sql.select({ id: workspaces.id }).from(workspaces).limit(1)).length > 0;
    },

    async listIds(): Promise<WorkspaceId[]> {
      const rows = await sql
        .select({ id: workspaces.id })
        .from(workspaces)
        .orderBy(asc(workspaces.createdAt), asc(workspaces.id));
      return rows.map(({ id }) => id as WorkspaceId);
    },

    async insertWorkspace(id: WorkspaceId, name: string, admin: UserId): Promise<void> {
      await sql.transaction(async (within) => {
        await within.insert(workspaces).values({ id, name });
        await within.insert(members).values({ workspaceId: id, userId: admin, role: 'admin' });
      });
    },

    async rename(id: WorkspaceId, name: string): Promise<void> {
      await sql.update(workspaces).set({ name }).where(eq(workspaces.id, id));
    },

    async findMembership(userId: UserId, id: WorkspaceId): Promise<WorkspaceMembership | null> {
      const [row] = await selectMemberships(and(eq(members.userId, userId), eq(workspaces.id, id)));
      return row ? toMembership(row) : null;
    },

    async listMemberships(userId: UserId): Promise<WorkspaceMembership[]> {
      return (await selectMemberships(eq(members.userId, userId))).map(toMembership);
    },

    async listMembers(workspaceId: WorkspaceId): Promise<Member[]> {
      const rows = await sql
        .select({ user: { id: users.id, name: users.name, email: users.email }, member: members })
        .from(members)
        .innerJoin(users, eq(users.id, members.userId))
        .where(eq(members.workspaceId, workspaceId))
        .orderBy(asc(members.since));
      return rows.map(toMember);
    },

    /** Changes a role, or removes the member when `role` is null, unless no admin would be left. */
    changeMember(workspaceId: WorkspaceId, userId: UserId, role: Role | null): Promise<MemberChange> {
      return sql.transaction(async (within) => {
        const isIn = eq(members.workspaceId, workspaceId);
        // Locks the rows: two admins who remove each other must not both succeed.
        const rows = await within.select().from(members).where(isIn).for('update');
        const member = await findMember(workspaceId, userId, within);
        if (!member) return { kind: 'no-member' };
        const otherAdmins = rows.filter((row) => row.role === 'admin' && row.userId !== userId);
        if (role !== 'admin' && member.role === 'admin' && otherAdmins.length === 0)
          return { kind: 'last-admin' };
        const isMember = and(isIn, eq(members.userId, userId));
        if (role) await within.update(members).set({ role }).where(isMember);
        else await within.delete(members).where(isMember);
        if (role !== 'admin')
          // Somebody who may no longer invite must not come back through a link they kept.
          await within
            .delete(invitations)
            .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.invitedBy, userId)));
        return { kind: 'changed', member: { ...member, role: role ?? member.role } };
      });
    },
  };

  function selectMemberships(condition: ReturnType<typeof and>) {
    return sql
      .select({ id: workspaces.id, name: workspaces.name, role: members.role })
      .from(members)
      .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
      .where(condition)
      .orderBy(asc(workspaces.createdAt));
  }
}

function toMembership(row: { id: string; name: string; role: Role }): WorkspaceMembership {
  return { ...row, id: row.id as WorkspaceId };
}

function toMember(row: {
  user: { id: string; name: string; email: string };
  member: typeof members.$inferSelect;
}): Member {
  return { user: row.user as User, role: row.member.role, since: row.member.since.toISOString() };
}
