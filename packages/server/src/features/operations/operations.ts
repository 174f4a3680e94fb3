import {
  type CheckoutId,
  newId,
  type Operation,
  type OperationId,
  type OperationKind,
  type Outcome,
  type ProjectId,
  type User,
  type WorkspaceId,
} from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import { toProblem } from '../../http/reply-with-problem.ts';
import type { Log } from '../../log.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Events } from '../events/events.ts';
import { operationStore } from './store.ts';

export interface OperationRequest {
  kind: OperationKind;
  workspaceId: WorkspaceId;
  projectId: ProjectId;
  checkoutId: CheckoutId;
  folderName: string;
  actor: User;
  /** The work itself. Throws a ProblemError for what it could not do. */
  run(job: Job): Promise<Outcome>;
}

export interface Job {
  operationId: OperationId;
  /** Aborts on cancel and on shutdown; git's process group ends with it. */
  signal: AbortSignal;
  report(progress: Partial<Operation['progress']>): void;
}

export interface Operations {
  /** Queues an operation; operations of one checkout run one after the other, in order of arrival. */
  start(request: OperationRequest): Promise<Operation>;
  cancel(id: OperationId): Promise<Operation>;
  /** Cancels all operations that match, for example when a member is removed. */
  cancelWhere(matches: (operation: Operation) => boolean, reason: ProblemError): void;
  /** Cancels a project's operations and waits until none runs. */
  endProject(id: ProjectId): Promise<void>;
  get(id: OperationId): Promise<Operation>;
  /** Unfinished operations and the latest finished ones, newest first. */
  list(projectId: ProjectId): Promise<Operation[]>;
  findLastFetch(checkoutId: CheckoutId): Promise<{ at: string; by: string } | null>;
  /** Ends everything that runs, marked as interrupted. */
  close(): Promise<void>;
}

interface Running {
  workspaceId: WorkspaceId;
  operation: Operation;
  abort: AbortController;
  settled: Promise<void>;
}

/** Progress goes to browsers at most this often. */
const progressEveryMs = 120;

/** Starts with marking what an earlier process left unfinished. */
export async function createOperations({
  database,
  events,
  log,
}: {
  database: Database;
  events: Events;
  log: Log;
}): Promise<Operations> {
  const store = operationStore(database);
  await store.markUnfinishedAsInterrupted();
  const running = new Map<OperationId, Running>();
  const queueTails = new Map<CheckoutId, Promise<void>>();

  const publish = (entry: Running) =>
    events.publish(entry.workspaceId, { type: 'operation', operation: entry.operation });

  async function change(entry: Running, changes: Partial<Operation>): Promise<void> {
    entry.operation = { ...entry.operation, ...changes };
    await store.update(entry.operation);
    publish(entry);
  }

  async function perform(entry: Running, run: OperationRequest['run']): Promise<void> {
    const { signal } = entry.abort;
    let lastReportAt = 0;
    let ending: Partial<Operation>;
    try {
      signal.throwIfAborted();
      await change(entry, { status: 'running' });
      const outcome = await run({
        operationId: entry.operation.id,
        signal,
        report(progress) {
          entry.operation = { ...entry.operation, progress: { ...entry.operation.progress, ...progress } };
          if (Date.now() - lastReportAt < progressEveryMs) return;
          lastReportAt = Date.now();
          publish(entry);
        },
      });
      ending = { status: 'done', outcome };
    } catch (error) {
      ending = toEnding(signal.aborted ? signal.reason : error);
      if (ending.problem?.code === 'internal')
        log.error({ err: error, operation: entry.operation.id }, 'operation failed');
    }
    running.delete(entry.operation.id);
    await change(entry, { ...ending, finishedAt: new Date().toISOString() });
  }

  async function get(id: OperationId): Promise<Operation> {
    return (
      running.get(id)?.operation ?? (await store.find(id)) ?? fail('not-found', 'There is no such operation.')
    );
  }

  return {
    get,

    async start({ kind, workspaceId, projectId, checkoutId, folderName, actor, run }) {
      const operation: Operation = {
        id: newId(),
        kind,
        projectId,
        checkoutId,
        folderName,
        actor: actor.name,
        actorId: actor.id,
        status: 'queued',
        progress: { fraction: null, phase: '', receivedBytes: null },
        outcome: null,
        problem: null,
        createdAt: new Date().toISOString(),
        finishedAt: null,
      };
      await store.insert(workspaceId, operation);
      const entry: Running = {
        workspaceId,
        operation,
        abort: new AbortController(),
        settled: Promise.resolve(),
      };
      running.set(operation.id, entry);
      publish(entry);
      const before = queueTails.get(checkoutId) ?? Promise.resolve();
      entry.settled = before.then(() => perform(entry, run)).catch(() => {});
      queueTails.set(checkoutId, entry.settled);
      void entry.settled.then(() => {
        if (queueTails.get(checkoutId) === entry.settled) queueTails.delete(checkoutId);
      });
      return operation;
    },

    async cancel(id) {
      const entry = running.get(id);
      if (entry) {
        entry.abort.abort(new ProblemError('cancelled', 'Cancelled.'));
        await entry.settled;
      }
      return get(id);
    },

    cancelWhere(matches, reason) {
      for (const entry of running.values()) if (matches(entry.operation)) entry.abort.abort(reason);
    },

    async endProject(id) {
      const entries = [...running.values()].filter(({ operation }) => operation.projectId === id);
      for (const entry of entries)
        entry.abort.abort(new ProblemError('cancelled', 'The project was deleted.'));
      await Promise.all(entries.map((entry) => entry.settled));
    },

    async list(projectId) {
      const rows = await store.listLatest(projectId, 20);
      return rows.map((row) => running.get(row.id)?.operation ?? row);
    },

    findLastFetch: store.findLastFetch,

    async close() {
      const entries = [...running.values()];
      for (const entry of entries)
        entry.abort.abort(
          new ProblemError('interrupted', 'The Notelab server stopped while this was under way.'),
        );
      await Promise.all(entries.map((entry) => entry.settled));
    },
  };
}

function toEnding(error: unknown): Partial<Operation> {
  const problem = toProblem(error);
  if (problem.code === 'cancelled') return { status: 'cancelled', problem };
  if (problem.code === 'interrupted') return { status: 'interrupted', problem };
  return { status: 'failed', problem };
}
