import { Role, type User, type UserId, type WorkspaceId, type WorkspaceMembership } from '@notelab/contract';
import { fail } from '../../problem.ts';

declare const passedTheGate: unique symbol;

/** A workspace together with the proof that the acting user may do what was asked. Only the gate makes it. */
export interface AuthorizedWorkspace {
  readonly id: WorkspaceId;
  readonly name: string;
  /** The acting user's role. */
  readonly role: Role;
  readonly [passedTheGate]: true;
}

/**
 * Lets the user into the workspace when their role is at least `atLeast`. Throws `not-found` for a workspace
 * that is not there and for one the user is no member of, alike; `forbidden` when the role is too low.
 */
export type AuthorizeWorkspace = (
  user: { id: User['id'] },
  workspaceId: WorkspaceId,
  atLeast: Role,
) => Promise<AuthorizedWorkspace>;

export function createWorkspaceGate(
  findMembership: (userId: UserId, workspaceId: WorkspaceId) => Promise<WorkspaceMembership | null>,
): AuthorizeWorkspace {
  return async (user, workspaceId, atLeast) => {
    const membership = await findMembership(user.id, workspaceId);
    if (!membership) fail('not-found', 'There is no such workspace, or you are not a member of it.');
    if (!isAtLeast(membership.role, atLeast)) fail('forbidden', sayWhoMay(atLeast, membership.role));
    return membership as WorkspaceMembership as AuthorizedWorkspace;
  };
}

export function isAtLeast(role: Role, atLeast: Role): boolean {
  return Role.options.indexOf(role) >= Role.options.indexOf(atLeast);
}

/** Why somebody was refused: who may do it, and what the reader is. */
export function sayWhoMay(atLeast: Role, role: Role): string {
  const who = atLeast === 'admin' ? 'Only admins' : 'Only editors and admins';
  return `${who} of this workspace can do this; you are ${role === 'editor' ? 'an editor' : 'a viewer'}.`;
}
