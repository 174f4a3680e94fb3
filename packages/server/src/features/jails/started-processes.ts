import type { ChildProcess } from 'node:child_process';
import type { GitEnvironment } from '@notelab/git';
import { jailOwnsConnection, type LoopbackConnection } from './find-connection-owner.ts';

/**
 * Remembers the jails that `git` starts while they run.
 * @returns the same git, and whether one of its processes opened a connection
 */
export function rememberProcesses(git: GitEnvironment): {
  git: GitEnvironment;
  ownConnection(connection: LoopbackConnection): Promise<boolean>;
} {
  const running = new Set<ChildProcess>();
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
      const pids = [...running].flatMap(({ pid }) => pid ?? []);
      return (await Promise.all(pids.map((pid) => jailOwnsConnection(pid, connection)))).includes(true);
    },
  };
}
