import { once } from 'node:events';
import {
  type CheckoutId,
  type InstanceId,
  newId,
  type Operation,
  type OperationId,
  type OperationKind,
  type Outcome,
  type ProjectId,
  type RepositoryId,
  type User,
  type UserId,
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
  /** Null for an export: those of a project have a queue of their own. */
  checkoutId: CheckoutId | null;
  folderName: string;
  actor: User;
  /** What it goes to on GitLab. */
  instanceId: InstanceId;
  repositoryId: RepositoryId;
  /** The work itself. Throws a ProblemError for what it could not do. */
  run(job: Job): Promise<Outcome>;
}

/** What an operation depends on until it ends; when one of these is taken away, it ends too. */
export interface Reach {
  userId: UserId;
  workspaceId: WorkspaceId;
  instanceId: InstanceId;
  repositoryId: RepositoryId;
}

/** An operation that has ended. */
export interface EndedOperation {
  operation: Operation;
  reach: Reach;
  /** In the queue. */
  waitedMs: number;
  ranMs: number;
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
  /** Waits until an operation has ended, and gives it as it ended. */
  whenEnded(id: OperationId): Promise<Operation>;
  cancel(id: OperationId): Promise<Operation>;
  /** Ends operations whose ground was taken away: account unlinked, member removed, repository removed. */
  cancelWhere(matches: (reach: Reach) => boolean, reason: ProblemError): void;
  /** Operations that run or wait, and depend on this. */
  listUnderWay(matches: (reach: Reach) => boolean): Operation[];
  /** Waits until no operation of the checkout runs or waits. */
  whenIdle(id: CheckoutId): Promise<void>;
  /** Cancels a project's operations and waits until none runs. */
  endProject(id: ProjectId): Promise<void>;
  get(id: OperationId): Promise<Operation>;
  /** Unfinished operations and the latest finished ones, newest first. */
  list(projectId: ProjectId): Promise<Operation[]>;
  findLastFetch(checkoutId: CheckoutId): Promise<{ at: string; by: string } | null>;
  /** Those of this process that have not ended, by what they do. */
  count(): Record<'queued' | 'running', number>;
  onEnded(listener: (ended: EndedOperation) => void): void;
  /** Ends everything that runs, marked as interrupted. */
  close(): Promise<void>;
}

interface Running {
  reach: Reach;
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
  const queueTails = new Map<CheckoutId | ProjectId, Promise<void>>();
  const endListeners: ((ended: EndedOperation) => void)[] = [];

  const publish = (entry: Running) =>
    events.publish(entry.reach.workspaceId, { type: 'operation', operation: entry.operation });

  async function change(entry: Running, changes: Partial<Operation>): Promise<void> {
    entry.operation = { ...entry.operation, ...changes };
    await store.update(entry.operation);
    publish(entry);
  }

  async function perform(entry: Running, run: OperationRequest['run'], queuedAt: number): Promise<void> {
    const { signal } = entry.abort;
    const begunAt = performance.now();
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
    const finishedAt = new Date().toISOString();
    try {
      await change(entry, { ...ending, finishedAt });
    } catch (error) {
      // What it ended with cannot be written down (a NUL in a text); that it ended must be, or it would run for ever.
      log.error({ err: error, operation: entry.operation.id }, 'an ending could not be stored');
      await change(entry, { ...toEnding(error), outcome: null, finishedAt });
    }
    const { operation, reach } = entry;
    const times = { waitedMs: begunAt - queuedAt, ranMs: performance.now() - begunAt };
    for (const listener of endListeners) listener({ operation, reach, ...times });
  }

  async function get(id: OperationId): Promise<Operation> {
    return (
      running.get(id)?.operation ?? (await store.find(id)) ?? fail('not-found', 'There is no such operation.')
    );
  }

  return {
    get,

    async start({ kind, workspaceId, projectId, checkoutId, folderName, actor, run, ...target }) {
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
        reach: { userId: actor.id, workspaceId, ...target },
        operation,
        abort: new AbortController(),
        settled: Promise.resolve(),
      };
      running.set(operation.id, entry);
      publish(entry);
      const queue = checkoutId ?? projectId;
      const before = queueTails.get(queue) ?? Promise.resolve();
      // Cancelled while it waits, it ends at once; those behind it still wait for those before it.
      const turn = Promise.race([before, once(entry.abort.signal, 'abort')]);
      const queuedAt = performance.now();
      entry.settled = turn.then(() => perform(entry, run, queuedAt)).catch(() => {});
      const tail = Promise.all([before, entry.settled]).then(() => {
        if (queueTails.get(queue) === tail) queueTails.delete(queue);
      });
      queueTails.set(queue, tail);
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
      for (const entry of running.values()) if (matches(entry.reach)) entry.abort.abort(reason);
    },

    listUnderWay: (matches) =>
      [...running.values()].filter(({ reach }) => matches(reach)).map(({ operation }) => operation),

    async whenEnded(id) {
      await running.get(id)?.settled;
      return get(id);
    },

    async whenIdle(id) {
      await queueTails.get(id);
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

    count() {
      const statuses = [...running.values()].map(({ operation }) => operation.status);
      const countOf = (status: Operation['status']) => statuses.filter((each) => each === status).length;
      return { queued: countOf('queued'), running: countOf('running') };
    },

    onEnded: (listener) => void endListeners.push(listener),

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
