import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Projects } from '../projects/projects.ts';
import type { Users } from '../users/users.ts';
import { terminalSocket } from './socket.ts';
import type { Terminals } from './terminals.ts';

export function terminalRoutes(
  router: Router,
  dependencies: { terminals: Terminals; projects: Projects; users: Users },
): void {
  const { terminals, projects } = dependencies;

  router.route(contract.listTerminals, async ({ user, params }) =>
    terminals.list(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.openTerminal, async ({ user, params, body }) =>
    terminals.open(await projects.authorize(user, params.projectId, 'editor'), body),
  );
  router.route(contract.changeTerminal, ({ user, params, body }) =>
    terminals.change(user, params.terminalId, body),
  );
  router.route(contract.handOverTerminal, ({ user, params, body }) =>
    terminals.handOver(user, params.terminalId, body.userId),
  );
  router.route(contract.closeTerminal, async ({ user, params }) => {
    await terminals.close(user, params.terminalId);
    return {};
  });

  terminalSocket(router, dependencies);
}
