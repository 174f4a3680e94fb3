import {
  acceptInvitation,
  changeMemberRole,
  completeSetUp,
  createInvitation,
  createWorkspace,
  getInvitation,
  getSetUp,
  listInvitations,
  listMembers,
  type Role,
  removeMember,
  renameWorkspace,
  withdrawInvitation,
} from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import type { Users } from '../users/users.ts';
import type { Invitations } from './invitations.ts';
import type { SetUp } from './set-up.ts';
import type { Workspaces } from './workspaces.ts';

/** A sign-in that a sample installation offers on its first page. */
export interface SampleSignIn {
  email: string;
  password: string;
  role: Role;
}

export function workspacesRoutes(
  router: Router,
  {
    users,
    workspaces,
    invitations,
    setUp,
    samples,
  }: {
    users: Users;
    workspaces: Workspaces;
    invitations: Invitations;
    setUp: SetUp;
    samples: SampleSignIn[];
  },
): void {
  const { authorizeWorkspace } = workspaces;

  router.publicRoute(getSetUp, async () => ({ needed: await setUp.isNeeded(), samples }));
  router.publicRoute(
    completeSetUp,
    ({ body: { workspaceName, ...newUser }, reply }) => setUp.complete(newUser, workspaceName, reply),
    { limitPerMinute: 10 },
  );

  router.route(createWorkspace, ({ user, body }) => workspaces.create(user, body.name));
  router.route(renameWorkspace, async ({ user, params, body }) =>
    workspaces.rename(user, await authorizeWorkspace(user, params.workspaceId, 'admin'), body.name),
  );

  router.route(listMembers, async ({ user, params }) =>
    workspaces.listMembers(await authorizeWorkspace(user, params.workspaceId, 'viewer')),
  );
  router.route(changeMemberRole, async ({ user, params, body }) =>
    workspaces.changeRole(
      user,
      await authorizeWorkspace(user, params.workspaceId, 'admin'),
      params.userId,
      body.role,
    ),
  );
  router.route(removeMember, async ({ user, params }) => {
    const leaves = params.userId === user.id;
    const workspace = await authorizeWorkspace(user, params.workspaceId, leaves ? 'viewer' : 'admin');
    await workspaces.removeMember(user, workspace, params.userId);
    return {};
  });

  router.route(listInvitations, async ({ user, params }) =>
    invitations.list(await authorizeWorkspace(user, params.workspaceId, 'admin')),
  );
  router.route(createInvitation, async ({ user, params, body }) =>
    invitations.create(user, await authorizeWorkspace(user, params.workspaceId, 'admin'), body.role),
  );
  router.route(withdrawInvitation, async ({ user, params }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'admin');
    await invitations.withdraw(user, workspace, params.invitationId);
    return {};
  });

  router.publicRoute(getInvitation, ({ params }) => invitations.get(params.token));
  router.publicRoute(
    acceptInvitation,
    async ({ params, body, request, reply }) => {
      await invitations.get(params.token);
      const user = body.newUser
        ? await users.signUp(body.newUser, reply)
        : ((await users.findUser(request)) ?? fail('not-signed-in', 'Sign in to accept the invitation.'));
      await invitations.accept(params.token, user);
      return { user, workspaces: await workspaces.listMemberships(user.id) };
    },
    { limitPerMinute: 30 },
  );
}
