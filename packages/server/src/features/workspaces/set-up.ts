import type { Me } from '@notelab/contract';
import type { FastifyReply } from 'fastify';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { NewUser, Users } from '../users/users.ts';
import { workspaceStore } from './store.ts';
import type { Workspaces } from './workspaces.ts';

export interface SetUp {
  isNeeded(): Promise<boolean>;
  /** Creates the first admin and their workspace. Throws `set-up-done` for everybody but the first. */
  complete(newUser: NewUser, workspaceName: string, reply: FastifyReply): Promise<Me>;
}

export function createSetUp({
  database,
  users,
  workspaces,
  audit,
}: {
  database: Database;
  users: Users;
  workspaces: Workspaces;
  audit: Audit;
}): SetUp {
  const store = workspaceStore(database);
  const isNeeded = async () => !(await store.anyWorkspace());

  return {
    isNeeded,
    complete: (newUser, workspaceName, reply) =>
      // The lock makes the question and the creation one step, for all processes on this database.
      database.withLock('set-up', async () => {
        if (!(await isNeeded())) fail('set-up-done', 'This Notelab is set up already. Sign in instead.');
        // Without a workspace, a user can only be what a set-up that was cut short left behind.
        await users.removeAll();
        const user = await users.signUp(newUser, reply);
        const workspace = await workspaces.create(user, workspaceName);
        await audit.record({
          workspaceId: workspace.id,
          actor: user,
          action: 'signed-up',
          subject: user.name,
        });
        return { user, workspaces: [workspace] };
      }),
  };
}
