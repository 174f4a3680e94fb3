import {
  type AccountUse,
  type ErrorCode,
  errorTable,
  type Problem,
  type ProjectId,
  type RepositoryId,
  type UserId,
  type WorkspaceId,
} from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import { toProblem } from '../../http/reply-with-problem.ts';
import type { Log } from '../../log.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { AccountOwner } from '../gitlab/accounts/accounts.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Users } from '../users/users.ts';
import type { VersionRow } from '../versions/store.ts';
import type { Versions } from '../versions/versions.ts';
import type { Exports } from './exports.ts';
import { holdLease, leaseMs } from './hold-lease.ts';
import type { ExportRow, ExportStore, TakenExport } from './store.ts';

export type AutomaticExports = ReturnType<typeof createAutomaticExports>;

const lookEveryMs = 30_000;
const mostAtOnce = 3;
const firstRetryMs = 30_000;
const longestRetryMs = 3_600_000;

/**
 * Exports by itself, as the person who switched it on. What is to be done stands in the database: it survives this
 * process, is done once however often it was asked for, and by one server at a time.
 */
export function createAutomaticExports(dependencies: {
  store: ExportStore;
  database: Pick<Database, 'isShared'>;
  exports: Exports;
  projects: Projects;
  repositories: Repositories;
  users: Users;
  versions: Versions;
  audit: Audit;
  events: Events;
  log: Log;
}) {
  const { store, exports, projects, repositories, users, versions, audit, events, log } = dependencies;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  /** What ends an export under way whose ground was taken away. */
  const aborts = new Map<ProjectId, AbortController>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  /** Looks, now, for what is to be done. */
  function wake(): void {
    clearTimeout(timer);
    looking = looking
      .then(look)
      .catch((err) => log.error({ err }, 'automatic exports could not be looked for'));
  }

  async function look(): Promise<void> {
    if (closing.signal.aborted) return;
    while (running.size < mostAtOnce) {
      const now = new Date();
      const row = await store.take(now, new Date(now.getTime() + leaseMs));
      if (!row) break;
      const work = perform(row).catch((err) =>
        log.error({ err, project: row.projectId }, 'an automatic export could not be ended'),
      );
      running.add(work);
      void work.then(() => {
        running.delete(work);
        wake();
      });
    }
    if (closing.signal.aborted) return;
    const next = await store.findNextDue();
    const waitMs = next ? Math.min(lookEveryMs, Math.max(50, next.getTime() - Date.now())) : lookEveryMs;
    clearTimeout(timer);
    timer = setTimeout(wake, running.size < mostAtOnce ? waitMs : lookEveryMs);
    timer.unref();
  }

  async function perform(taken: TakenExport): Promise<void> {
    const { projectId, workspaceId } = taken;
    const tell = () => events.publish(workspaceId, { type: 'export-changed', projectId });
    const lease = holdLease(store, taken, log);
    tell();
    let problem: Problem | null = null;
    const abort = new AbortController();
    aborts.set(projectId, abort);
    try {
      const signal = AbortSignal.any([closing.signal, abort.signal, lease.lost]);
      await exports.runAutomatically(await authorize(taken), signal);
    } catch (error) {
      problem = await toReason(taken, error);
      if (problem.code === 'internal' && !closing.signal.aborted && !lease.lost.aborted)
        log.error({ err: error, project: projectId }, 'automatic export failed');
    }
    if (aborts.get(projectId) === abort) aborts.delete(projectId);
    const held = await lease.end();
    // Whoever ended it has said why.
    if (abort.signal.aborted) return;
    // The next start goes on with it.
    if (closing.signal.aborted) return store.giveBack(held);
    await end(held, problem);
    tell();
  }

  /** Where access ended in the middle, the gateway has told the person; others are to read who it was. */
  async function toReason(taken: TakenExport, error: unknown): Promise<Problem> {
    const problem = toProblem(error);
    if (problem.code !== 'forbidden') return problem;
    return authorize(taken).then(() => problem, toProblem);
  }

  async function authorize({ automaticBy, projectId }: ExportRow): Promise<AuthorizedProject> {
    const [user] = await users.list([automaticBy!]);
    if (!user) return fail('forbidden', 'Who switched automatic exporting on is not here any more.');
    try {
      return await projects.authorize(user, projectId, 'editor');
    } catch (error) {
      const { code } = toProblem(error);
      if (code !== 'forbidden' && code !== 'not-found') throw error;
      throw new ProblemError('forbidden', (await sayNoEditor(user.id)).detail);
    }
  }

  async function sayNoEditor(userId: UserId): Promise<Problem> {
    const [user] = await users.list([userId]);
    const name = user?.name ?? 'Who switched it on';
    return { code: 'forbidden', detail: `${name} is no editor of this workspace any more.` };
  }

  async function end(held: TakenExport, problem: Problem | null): Promise<void> {
    const attempts = problem ? held.attempts + 1 : 0;
    const isPassing = problem !== null && (errorTable[problem.code].retry || problem.code === 'push-moved');
    const retryAt = isPassing ? new Date(Date.now() + retryAfterMs(attempts)) : null;
    const isOurs = await store.release(held, { attempts, problem, retryAt });
    if (isOurs && problem && !isPassing) await recordStop(held, problem);
  }

  async function recordStop(row: ExportRow, problem: Problem): Promise<void> {
    const [[user], project, repository] = await Promise.all([
      users.list([row.automaticBy!]),
      projects.get(row.projectId),
      repositories.find(row.repositoryId),
    ]);
    await audit.record({
      workspaceId: row.workspaceId,
      actor: user ?? null,
      action: 'export-stopped',
      subject: repository?.path ?? '',
      details: { ref: row.branch, project: project.name, reason: problem.detail },
    });
  }

  /** Stops those that match, now, and says why. */
  async function stopWhere(rows: ExportRow[], problem: Problem): Promise<void> {
    for (const row of rows) {
      if (row.automaticBy === null || isStopped(row)) continue;
      const { projectId, workspaceId } = row;
      await store.stop(projectId, problem);
      aborts.get(projectId)?.abort(new ProblemError(problem.code, problem.detail));
      events.publish(workspaceId, { type: 'export-changed', projectId });
      await recordStop(row, problem);
    }
  }

  async function resume(rows: ExportRow[], stoppedBy: ErrorCode[]): Promise<void> {
    for (const { projectId, problem } of rows) {
      if (!problem || !stoppedBy.includes(problem.code)) continue;
      await store.change(projectId, { problem: null, attempts: 0 });
      await exportAutomatically(projectId);
    }
  }

  /** Those as somebody that go to an instance. */
  async function listOf({
    userId,
    instanceId,
  }: AccountOwner): Promise<(ExportRow & { repositoryPath: string })[]> {
    const rows = await store.listOfUser(userId);
    const found = await Promise.all(
      rows.map(async (row) => ({ row, repository: await repositories.find(row.repositoryId) })),
    );
    return found.flatMap(({ row, repository }) =>
      repository?.instanceId === instanceId ? [{ ...row, repositoryPath: repository.path }] : [],
    );
  }

  /** Exports a project's notebooks as soon as possible, where somebody has switched that on. */
  async function exportAutomatically(projectId: ProjectId): Promise<void> {
    await store.makeDue(projectId, new Date());
    wake();
  }

  // Also of an export by hand: it may have gone to another branch, and somebody may have typed meanwhile.
  versions.onTaken(({ projectId }: VersionRow) => {
    exportAutomatically(projectId).catch((err) =>
      log.error({ err, project: projectId }, 'an automatic export could not be noted'),
    );
  });

  exports.onSaved(wake);

  return {
    count: store.countAutomatic,

    /** Goes on with what there is to do; a server begins with it. */
    async begin(): Promise<void> {
      // A database that is this server's alone was left by a server that is gone.
      if (!dependencies.database.isShared) await store.endLeases();
      wake();
    },

    /** What stopped because the repository was removed from the workspace goes on. */
    noteConnected: async (repositoryId: RepositoryId): Promise<void> =>
      resume(await store.listOfRepository(repositoryId), ['repository-not-connected']),

    /** The account works again; it is still the same GitLab user's. */
    noteRecovered: async (owner: AccountOwner): Promise<void> =>
      resume(await listOf(owner), ['account-needs-reconnect', 'account-blocked', 'oauth-failed']),

    noteRemoved: async (repositoryId: RepositoryId, problem: Problem): Promise<void> =>
      stopWhere(await store.listOfRepository(repositoryId), problem),

    noteDisconnected: async (owner: AccountOwner, problem: Problem): Promise<void> =>
      stopWhere(await listOf(owner), problem),

    async noteNoEditor(userId: UserId, workspaceId: WorkspaceId): Promise<void> {
      const rows = (await store.listOfUser(userId)).filter((row) => row.workspaceId === workspaceId);
      if (rows.length > 0) await stopWhere(rows, await sayNoEditor(userId));
    },

    /** Ends what is under way for a project that is being deleted. */
    endProject(projectId: ProjectId): void {
      aborts.get(projectId)?.abort(new ProblemError('cancelled', 'The project was deleted.'));
    },

    /** What goes to an instance as somebody, and has not stopped. */
    async listUse(owner: AccountOwner): Promise<AccountUse[]> {
      const rows = (await listOf(owner)).filter((row) => !isStopped(row));
      return Promise.all(
        rows.map(async ({ projectId, repositoryPath, branch }) => ({
          kind: 'automatic-export' as const,
          repositoryPath,
          branch,
          projectName: (await projects.get(projectId)).name,
        })),
      );
    },

    async close(): Promise<void> {
      clearTimeout(timer);
      closing.abort();
      await looking;
      await Promise.all(running);
    },
  };
}

const isStopped = ({ problem, dueAt }: ExportRow) => problem !== null && dueAt === null;

/** Twice as long each time, and never all at the same moment. */
function retryAfterMs(attempts: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 10));
  return longest * (0.75 + Math.random() / 4);
}
