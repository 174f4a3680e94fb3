import { clearOutputs, interruptKernel, restartKernel, runBlocks, stopKernel } from '@notelab/contract';
import { call } from '../../../api/call.ts';
import { UnreachableError } from '../../../api/problem.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { LiveNotebook } from '../live-context.ts';
import { createValueStore, type Readable } from '../value-store.ts';

/** What can be done with the kernel of a notebook. */
export interface RunActions {
  run(ids: readonly string[]): void;
  runAll(): void;
  /** Those above a block, without it. */
  runAbove(id: string): void;
  /** A block and those below it. */
  runBelow(id: string): void;
  interrupt(): void;
  /** @returns when the kernel is on its way up again */
  restart(): Promise<void>;
  restartAndRunAll(): Promise<void>;
  stop(): Promise<void>;
  clearOutputs(ids: readonly string[] | null): void;
  /** Why the latest action failed; null once another went well, or it was read. */
  problem: Readable<unknown>;
  dismissProblem(): void;
  /** Forgets that the server could not be reached. */
  noteConnected(): void;
}

/** How long is waited for what was typed to reach the server before it is run there. */
const savingMs = 10_000;

export function createRunActions(
  notebook: Pick<LiveNotebook, 'notebookId' | 'blocks' | 'connection'>,
): RunActions {
  const problem = createValueStore<unknown>(null);
  const params = { notebookId: notebook.notebookId };
  /** In the order in which they were asked for: keys are faster than the network. */
  let latest: Promise<unknown> = Promise.resolve();

  function inTurn(action: () => Promise<unknown>): Promise<void> {
    const done = latest.then(async () => {
      try {
        await action();
        problem.set(null);
      } catch (error) {
        problem.set(error);
      }
    });
    latest = done;
    return done;
  }

  const isCode = (id: string) => notebook.blocks.find(id)?.get('type') === 'code';
  const codeAmong = (ids: readonly string[]) => ids.filter(isCode);

  function run(ids: readonly string[]): Promise<void> {
    const blockIds = codeAmong(ids);
    if (blockIds.length === 0) return Promise.resolve();
    return inTurn(async () => {
      await whenSaved(notebook.connection);
      await call(runBlocks, { params, body: { blockIds } });
    });
  }

  const restart = () => inTurn(() => call(restartKernel, { params }));
  const all = () => notebook.blocks.order.get();
  return {
    run: (ids) => void run(ids),
    runAll: () => void run(all()),
    runAbove: (id) => void run(all().slice(0, all().indexOf(id))),
    runBelow: (id) => void run(all().slice(all().indexOf(id))),
    // Not behind what waits for its turn: it is about that.
    interrupt: () => void call(interruptKernel, { params }).catch((error: unknown) => problem.set(error)),
    restart,
    async restartAndRunAll() {
      await restart();
      if (problem.get() === null) await run(all());
    },
    stop: () => inTurn(() => call(stopKernel, { params })),
    clearOutputs: (ids) =>
      void inTurn(() => call(clearOutputs, { params, body: { blockIds: ids === null ? null : [...ids] } })),
    problem,
    dismissProblem: () => problem.set(null),
    noteConnected() {
      const known = problem.get();
      if (known instanceof UnreachableError || known instanceof NotSavedError) problem.set(null);
    },
  };
}

/** The server runs what it knows. What is not there in time is not run in an older state. */
function whenSaved(connection: Readable<ConnectionState>): Promise<void> {
  if (!connection.get().hasUnsaved) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new NotSavedError())), savingMs);
    const stop = connection.subscribe(() => {
      if (!connection.get().hasUnsaved) end(resolve);
    });
  });
}

/** What was typed last has not reached the server, so that it cannot be run. */
export class NotSavedError extends Error {
  override name = 'NotSavedError';
}
