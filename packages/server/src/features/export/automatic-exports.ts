import { errorTable, type Problem, type ProjectId, type RepositoryId } from '@notelab/contract';
import { toProblem } from '../../http/reply-with-problem.ts';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Users } from '../users/users.ts';
import type { VersionRow } from '../versions/store.ts';
import type { Versions } from '../versions/versions.ts';
import type { Exports } from './exports.ts';
import type { ExportRow, ExportStore } from './store.ts';

export type AutomaticExports = ReturnType<typeof createAutomaticExports>;

/** Another server, or this one after its end, takes up what nobody says to be at work on any more. */
const leaseMs = 60_000;
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

  async function perform(row: ExportRow): Promise<void> {
    const { projectId, workspaceId } = row;
    const tell = () => events.publish(workspaceId, { type: 'export-changed', projectId });
    const renewing = setInterval(() => {
      const leaseUntil = new Date(Date.now() + leaseMs);
      store.renew(projectId, leaseUntil).catch((err) => log.error({ err }, 'a lease was not renewed'));
    }, leaseMs / 3);
    tell();
    let problem: Problem | null = null;
    try {
      await exports.runAutomatically(await authorize(row), closing.signal);
    } catch (error) {
      problem = toProblem(error);
      if (problem.code === 'internal')
        log.error({ err: error, project: projectId }, 'automatic export failed');
    } finally {
      clearInterval(renewing);
    }
    if (closing.signal.aborted) {
      // The next start goes on with it.
      await store.change(projectId, { leaseUntil: null });
      return;
    }
    await end(row, problem);
    tell();
  }

  async function authorize({ automaticBy, projectId }: ExportRow): Promise<AuthorizedProject> {
    const [user] = await users.list([automaticBy!]);
    if (!user) return fail('forbidden', 'Who switched automatic exporting on is not here any more.');
    try {
      return await projects.authorize(user, projectId, 'editor');
    } catch (error) {
      const { code } = toProblem(error);
      if (code !== 'forbidden' && code !== 'not-found') throw error;
      return fail('forbidden', `${user.name} is no editor of this workspace any more.`);
    }
  }

  async function end(row: ExportRow, problem: Problem | null): Promise<void> {
    if (!problem) return store.release(row, { attempts: 0, problem, retryAt: null });
    const attempts = row.attempts + 1;
    const isPassing = errorTable[problem.code].retry || problem.code === 'push-moved';
    const retryAt = isPassing ? new Date(Date.now() + retryAfterMs(attempts)) : null;
    await store.release(row, { attempts, problem, retryAt });
    if (!isPassing) await recordStop(row, problem);
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

  /** Exports a project's notebooks as soon as possible, where somebody has switched that on. */
  async function exportAutomatically(projectId: ProjectId): Promise<void> {
    await store.makeDue(projectId, new Date());
    wake();
  }

  versions.onTaken(({ kind, projectId }: VersionRow) => {
    // That one is of an export.
    if (kind === 'export') return;
    exportAutomatically(projectId).catch((err) =>
      log.error({ err, project: projectId }, 'an automatic export could not be noted'),
    );
  });

  return {
    count: store.countAutomatic,

    wake,

    exportAutomatically,

    /** What stopped because the repository was removed from the workspace goes on. */
    async noteConnected(repositoryId: RepositoryId): Promise<void> {
      for (const { projectId, problem } of await store.listOfRepository(repositoryId)) {
        if (problem?.code !== 'repository-not-connected') continue;
        await store.change(projectId, { problem: null, attempts: 0 });
        await exportAutomatically(projectId);
      }
    },

    async close(): Promise<void> {
      clearTimeout(timer);
      closing.abort();
      await looking;
      await Promise.all(running);
    },
  };
}

/** Twice as long each time, and never all at the same moment. */
function retryAfterMs(attempts: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 10));
  return longest * (0.75 + Math.random() / 4);
}
