import {
  checkAccount,
  connectAccount,
  disconnectAccount,
  listAccountUse,
  listMyInstances,
  refuseOfferedAccount,
  takeOfferedAccount,
} from '@notelab/contract';
import type { Router } from '../../../http/route.ts';
import { fail } from '../../../problem.ts';
import type { Users } from '../../users/users.ts';
import type { Accounts } from './accounts.ts';

type Query = Record<string, string | string[] | undefined>;

export function accountsRoutes(
  router: Router,
  { accounts, users }: { accounts: Accounts; users: Users },
): void {
  router.route(listMyInstances, ({ user }) => accounts.listForUser(user.id));

  router.route(connectAccount, async ({ params, body, request }) => {
    const session = (await users.findSession(request)) ?? fail('not-signed-in', 'Sign in to go on.');
    return { url: await accounts.beginLinking(session, params.instanceId, body.returnTo) };
  });

  router.route(takeOfferedAccount, ({ user, params }) => accounts.takeOffered(user, params.instanceId));
  router.route(refuseOfferedAccount, async ({ user, params }) => {
    await accounts.refuseOffered(user, params.instanceId);
    return {};
  });
  router.route(checkAccount, ({ user, params }) => accounts.check(user, params.instanceId));
  router.route(listAccountUse, ({ user, params }) => accounts.listUse(user, params.instanceId));
  router.route(disconnectAccount, ({ user, params }) => accounts.disconnect(user, params.instanceId));

  router.app.get<{ Querystring: Query }>(
    '/api/gitlab/callback',
    // No HEAD: whoever looks ahead would use up the state.
    { schema: { hide: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { query } = request;
      const text = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
      const path = await accounts.completeLinking(await users.findSession(request), {
        code: text('code'),
        state: text('state'),
        error: text('error'),
      });
      // The address holds the code: it must not be stored anywhere.
      return reply.header('cache-control', 'no-store').redirect(path, 303);
    },
  );
}
