import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { InvitationId, UserId, WorkspaceId } from './ids.ts';
import { DisplayName } from './names.ts';

export const Role = z.enum(['viewer', 'editor', 'admin']);
export type Role = z.infer<typeof Role>;

export const User = z.object({ id: UserId, name: z.string(), email: z.string() });
export type User = z.infer<typeof User>;

export const WorkspaceMembership = z.object({ id: WorkspaceId, name: z.string(), role: Role });
export type WorkspaceMembership = z.infer<typeof WorkspaceMembership>;

export const Me = z.object({ user: User, workspaces: z.array(WorkspaceMembership) });
export type Me = z.infer<typeof Me>;

export const Member = z.object({ user: User, role: Role, since: z.iso.datetime() });
export type Member = z.infer<typeof Member>;

export const Invitation = z.object({
  id: InvitationId,
  role: Role,
  /** The address to hand over. Shown once, when the invitation is made: only a hash of it is kept. */
  url: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

const Password = z.string().min(10, 'At least 10 characters.').max(200);
const NewUser = z.object({ name: DisplayName, email: z.email(), password: Password });

const inWorkspace = z.object({ workspaceId: WorkspaceId });
const tag = 'People';

export const getSetUp = endpoint({
  method: 'GET',
  path: '/api/set-up',
  tag,
  summary: 'Whether this installation still waits for its first admin',
  response: z.object({
    needed: z.boolean(),
    /** Sign-ins to offer in a sample installation. */ samples: z.array(
      z.object({ email: z.string(), password: z.string(), role: Role }),
    ),
  }),
});
export const completeSetUp = endpoint({
  method: 'POST',
  path: '/api/set-up',
  tag,
  summary: 'Create the first admin and workspace of an empty installation; signs in',
  body: NewUser.extend({ workspaceName: DisplayName }),
  response: Me,
});
export const signIn = endpoint({
  method: 'POST',
  path: '/api/sign-in',
  tag,
  summary: 'Sign in with e-mail and password; sets the session cookie',
  body: z.object({ email: z.string().max(320), password: z.string().max(200) }),
  response: Me,
});
export const signOut = endpoint({
  method: 'POST',
  path: '/api/sign-out',
  tag,
  summary: 'End the session',
  response: z.object({}),
});
export const getMe = endpoint({
  method: 'GET',
  path: '/api/me',
  tag,
  summary: 'The signed-in user and their workspaces',
  response: Me,
});

export const createWorkspace = endpoint({
  method: 'POST',
  path: '/api/workspaces',
  tag,
  summary: 'Create a workspace and become its admin',
  body: z.object({ name: DisplayName }),
  response: WorkspaceMembership,
});
export const renameWorkspace = endpoint({
  method: 'PATCH',
  path: '/api/workspaces/:workspaceId',
  tag,
  summary: 'Rename a workspace (admin)',
  params: inWorkspace,
  body: z.object({ name: DisplayName }),
  response: WorkspaceMembership,
});

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/members',
  tag,
  summary: 'Members and their roles',
  params: inWorkspace,
  response: z.array(Member),
});
const inMember = inWorkspace.extend({ userId: UserId });
export const changeMemberRole = endpoint({
  method: 'PATCH',
  path: '/api/workspaces/:workspaceId/members/:userId',
  tag,
  summary: 'Change a role (admin)',
  params: inMember,
  body: z.object({ role: Role }),
  response: Member,
});
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/api/workspaces/:workspaceId/members/:userId',
  tag,
  summary: 'Remove a member (admin), or leave',
  params: inMember,
  response: z.object({}),
});

export const listInvitations = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/invitations',
  tag,
  summary: 'Open invitations (admin)',
  params: inWorkspace,
  response: z.array(Invitation),
});
export const createInvitation = endpoint({
  method: 'POST',
  path: '/api/workspaces/:workspaceId/invitations',
  tag,
  summary: 'Make an invitation link (admin)',
  params: inWorkspace,
  body: z.object({ role: Role }),
  response: Invitation,
});
export const withdrawInvitation = endpoint({
  method: 'DELETE',
  path: '/api/workspaces/:workspaceId/invitations/:invitationId',
  tag,
  summary: 'Withdraw an invitation (admin)',
  params: inWorkspace.extend({ invitationId: InvitationId }),
  response: z.object({}),
});

const byToken = z.object({ token: z.string().max(100) });
export const getInvitation = endpoint({
  method: 'GET',
  path: '/api/invitations/:token',
  tag,
  summary: 'What an invitation link invites to',
  params: byToken,
  response: z.object({ workspaceName: z.string(), role: Role, invitedBy: z.string() }),
});
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations/:token/accept',
  tag,
  summary: 'Join: as the signed-in user (no body fields), or as a new user; signs in',
  params: byToken,
  body: z.object({ newUser: NewUser.optional() }),
  response: Me,
});
