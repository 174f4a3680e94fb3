import { getMe, type Me, signIn, signOut, type UserId, type WorkspaceMembership } from '@notelab/contract';
import type { FastifyRequest } from 'fastify';
import type { Router } from '../../http/route.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Users } from './users.ts';

export function usersRoutes(
  router: Router,
  {
    users,
    listMemberships,
  }: { users: Users; listMemberships(userId: UserId): Promise<WorkspaceMembership[]> },
): void {
  const countFailure = router.app.createRateLimit({
    max: 10,
    timeWindow: '10 minutes',
    keyGenerator: (request) => `${request.ip} ${emailOf(request)}`,
  });

  const toMe = async (user: Me['user']): Promise<Me> => ({
    user,
    workspaces: await listMemberships(user.id),
  });

  router.publicRoute(
    signIn,
    async ({ body, request, reply }) => {
      // Only failures count: people who share an address may all sign in, guessing ends soon.
      const failures = await countFailure(request, { increment: false });
      if (!failures.isAllowed && failures.remaining === 0)
        fail('too-many-requests', 'Too many failed attempts to sign in. Try again in ten minutes.');
      try {
        return await toMe(await users.signIn(body, request, reply));
      } catch (error) {
        if (error instanceof ProblemError) await countFailure(request);
        throw error;
      }
    },
    { limitPerMinute: 60 },
  );

  router.publicRoute(signOut, async ({ request, reply }) => {
    await users.signOut(request, reply);
    return {};
  });

  router.publicRoute(getMe, async ({ request, reply }) => {
    const user = await users.findUserAndProlongSession(request, reply);
    return user ? toMe(user) : fail('not-signed-in', 'Sign in to go on.');
  });
}

function emailOf(request: FastifyRequest): string {
  return String((request.body as { email?: unknown } | undefined)?.email).toLowerCase();
}
