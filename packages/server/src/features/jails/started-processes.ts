import { once } from 'node:events';
import type { GitEnvironment, StartedProcess } from '@notelab/git';
import { jailOwnsConnection, type LoopbackConnection } from './find-connection-owner.ts';

/**
 * Remembers the jails that `git` starts while they run.
 * @returns the same git, and whether one of its processes opened a connection
 */
export function rememberProcesses(git: GitEnvironment): {
  git: GitEnvironment;
  ownConnection(connection: LoopbackConnection): Promise<boolean>;
} {
  const running = new Set<StartedProcess>();
  return {
    git: {
      ...git,
      spawn(command) {
        const child = git.spawn(command);
        running.add(child);
        child.once('close', () => running.delete(child));
        return child;
      },
    },
    async ownConnection(connection) {
      const owns = [...running].map(async (child) => {
        const pid = await pidOf(child);
        return pid !== undefined && jailOwnsConnection(pid, connection);
      });
      return (await Promise.all(owns)).includes(true);
    },
  };
}

/** A process can connect before word of its start has arrived here. */
async function pidOf(child: StartedProcess): Promise<number | undefined> {
  if (child.pid === undefined)
    await Promise.race([once(child, 'spawn'), once(child, 'close')]).catch(() => {});
  return child.pid;
}
