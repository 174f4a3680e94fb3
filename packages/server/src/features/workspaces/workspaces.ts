import {
  type Member,
  newId,
  type Role,
  type User,
  type UserId,
  type WorkspaceId,
  type WorkspaceMembership,
} from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import { type AuthorizedWorkspace, type AuthorizeWorkspace, createWorkspaceGate } from './policy.ts';
import { workspaceStore } from './store.ts';

export interface MemberChanged {
  workspaceId: WorkspaceId;
  userId: UserId;
  /** Null when the user is no longer a member. */
  role: Role | null;
}

export interface Workspaces {
  authorizeWorkspace: AuthorizeWorkspace;
  /** The user's role now, or null for somebody who is no member. */
  findRole(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null>;
  listMemberships(userId: UserId): Promise<WorkspaceMembership[]>;
  /** Every workspace of the installation, the first one first. */
  listIds(): Promise<WorkspaceId[]>;
  create(user: User, name: string): Promise<WorkspaceMembership>;
  rename(user: User, workspace: AuthorizedWorkspace, name: string): Promise<WorkspaceMembership>;
  listMembers(workspace: AuthorizedWorkspace): Promise<Member[]>;
  /** Throws `last-admin` when nobody could manage the workspace afterwards. */
  changeRole(actor: User, workspace: AuthorizedWorkspace, userId: UserId, role: Role): Promise<Member>;
  removeMember(actor: User, workspace: AuthorizedWorkspace, userId: UserId): Promise<void>;
  /** Called after a role changed or a member left, before the request that did it is answered. */
  onMemberChanged(listener: (change: MemberChanged) => void | Promise<void>): void;
}

export function createWorkspaces({
  database,
  audit,
  events,
}: {
  database: Database;
  audit: Audit;
  events: Events;
}): Workspaces {
  const store = workspaceStore(database);
  const listeners: ((change: MemberChanged) => void | Promise<void>)[] = [];

  async function changeMember(
    workspace: AuthorizedWorkspace,
    userId: UserId,
    role: Role | null,
  ): Promise<Member> {
    const change = await store.changeMember(workspace.id, userId, role);
    if (change.kind === 'no-member') fail('not-found', 'There is no such member.');
    if (change.kind === 'last-admin')
      fail('last-admin', 'A workspace needs at least one admin. Make somebody else an admin first.');
    for (const listener of listeners) await listener({ workspaceId: workspace.id, userId, role });
    events.publish(workspace.id, { type: 'members-changed' });
    return change.member;
  }

  return {
    authorizeWorkspace: createWorkspaceGate(store.findMembership),
    findRole: async (userId, workspaceId) => (await store.findMembership(userId, workspaceId))?.role ?? null,
    listMemberships: store.listMemberships,
    listIds: store.listIds,

    async create(user, name) {
      const id = newId<WorkspaceId>();
      await store.insertWorkspace(id, name, user.id);
      await audit.record({ workspaceId: id, actor: user, action: 'workspace-created', subject: name });
      return { id, name, role: 'admin' };
    },

    async rename(user, workspace, name) {
      await store.rename(workspace.id, name);
      await audit.record({
        workspaceId: workspace.id,
        actor: user,
        action: 'workspace-renamed',
        subject: name,
        details: { before: workspace.name },
      });
      events.publish(workspace.id, { type: 'members-changed' });
      return { id: workspace.id, name, role: workspace.role };
    },

    listMembers: (workspace) => store.listMembers(workspace.id),

    async changeRole(actor, workspace, userId, role) {
      const before = await store.findMember(workspace.id, userId);
      const member = await changeMember(workspace, userId, role);
      await audit.record({
        workspaceId: workspace.id,
        actor,
        action: 'member-role-changed',
        subject: member.user.name,
        details: { ...(before && { before: before.role }), after: role },
      });
      return member;
    },

    async removeMember(actor, workspace, userId) {
      const member = await changeMember(workspace, userId, null);
      await audit.record({
        workspaceId: workspace.id,
        actor,
        action: 'member-removed',
        subject: member.user.name,
        details: { role: member.role },
      });
    },

    onMemberChanged: (listener) => void listeners.push(listener),
  };
}
