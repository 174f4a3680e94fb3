import { createHash, randomBytes } from 'node:crypto';
import {
  type Invitation,
  type InvitationId,
  newId,
  type Role,
  type User,
  type WorkspaceId,
} from '@notelab/contract';
import { and, desc, eq, gt } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import { users } from '../users/tables.ts';
import type { AuthorizedWorkspace } from './policy.ts';
import { invitations, members, workspaces } from './tables.ts';

export interface Invitations {
  list(workspace: AuthorizedWorkspace): Promise<Invitation[]>;
  /** The reply is the only place where the link is ever seen. */
  create(actor: User, workspace: AuthorizedWorkspace, role: Role): Promise<Invitation>;
  withdraw(actor: User, workspace: AuthorizedWorkspace, id: InvitationId): Promise<void>;
  /** What the link invites to. Throws `invitation-invalid` for one that was used, withdrawn or is too old. */
  get(token: string): Promise<{ workspaceName: string; role: Role; invitedBy: string }>;
  /** Makes the user a member and uses the link up. Who is a member already keeps their role, and the link. */
  accept(token: string, user: User): Promise<void>;
}

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

export function createInvitations({
  database: { sql },
  audit,
  events,
  publicUrl,
}: {
  database: Database;
  audit: Audit;
  events: Events;
  publicUrl(): string;
}): Invitations {
  const isOpen = () => gt(invitations.expiresAt, new Date());
  const byToken = (token: string) => and(eq(invitations.tokenHash, hash(token)), isOpen());
  const select = () =>
    sql
      .select({ invitation: invitations, workspaceName: workspaces.name, invitedBy: users.name })
      .from(invitations)
      .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
      .innerJoin(users, eq(users.id, invitations.invitedBy));

  return {
    async list(workspace) {
      const rows = await select()
        .where(and(eq(invitations.workspaceId, workspace.id), isOpen()))
        .orderBy(desc(invitations.createdAt));
      return rows.map(({ invitation, invitedBy }) => toInvitation(invitation, invitedBy, null));
    },

    async create(actor, workspace, role) {
      const token = randomBytes(32).toString('base64url');
      const createdAt = new Date();
      const row = {
        id: newId<InvitationId>(),
        workspaceId: workspace.id,
        role,
        tokenHash: hash(token),
        invitedBy: actor.id,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + lifetimeMs),
      };
      await sql.insert(invitations).values(row);
      await audit.record({
        workspaceId: workspace.id,
        actor,
        action: 'invitation-created',
        subject: role,
      });
      events.publish(workspace.id, { type: 'members-changed' });
      return toInvitation(row, actor.name, `${publicUrl()}/invitation/${token}`);
    },

    async withdraw(actor, workspace, id) {
      const [row] = await sql
        .delete(invitations)
        .where(and(eq(invitations.id, id), eq(invitations.workspaceId, workspace.id)))
        .returning();
      if (!row) fail('not-found', 'There is no such invitation.');
      await audit.record({
        workspaceId: workspace.id,
        actor,
        action: 'invitation-withdrawn',
        subject: row.role,
      });
      events.publish(workspace.id, { type: 'members-changed' });
    },

    async get(token) {
      const [row] = await select().where(byToken(token));
      if (!row) return failInvalid();
      return { workspaceName: row.workspaceName, role: row.invitation.role, invitedBy: row.invitedBy };
    },

    async accept(token, user) {
      const joined = await sql.transaction(async (within) => {
        const [invitation] = await within.select().from(invitations).where(byToken(token)).for('update');
        if (!invitation) return failInvalid();
        const { workspaceId, role } = invitation;
        const added = await within
          .insert(members)
          .values({ workspaceId, userId: user.id, role })
          .onConflictDoNothing()
          .returning();
        if (added.length === 0) return null;
        await within.delete(invitations).where(eq(invitations.id, invitation.id));
        return { workspaceId: workspaceId as WorkspaceId, role };
      });
      if (!joined) return;
      await audit.record({
        workspaceId: joined.workspaceId,
        actor: user,
        action: 'member-joined',
        subject: user.name,
        details: { role: joined.role },
      });
      events.publish(joined.workspaceId, { type: 'members-changed' });
    },
  };
}

function failInvalid(): never {
  return fail(
    'invitation-invalid',
    'This invitation was used or withdrawn, or is older than 7 days. Ask for a new one.',
  );
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function toInvitation(
  row: typeof invitations.$inferSelect,
  invitedBy: string,
  url: string | null,
): Invitation {
  return {
    id: row.id as InvitationId,
    role: row.role,
    url,
    invitedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
