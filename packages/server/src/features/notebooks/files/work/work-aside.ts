import { Worker } from 'node:worker_threads';
import { fail, ProblemError } from '../../../../problem.ts';
import { type NotebookWork, notebookWork } from './notebook-work.ts';

export interface WorkAside {
  /**
   * Does work on notebooks, in a thread beside the server's when it can take long.
   * @param size of what is worked on, in bytes
   */
  run<Name extends keyof NotebookWork>(
    name: Name,
    size: number,
    ...given: Parameters<NotebookWork[Name]>
  ): Promise<ReturnType<NotebookWork[Name]>>;
  close(): Promise<void>;
}

/** Smaller work keeps nobody waiting, and is done sooner than it is handed over. */
const smallBytes = 256 * 1024;
/** A file that is made to take memory ends the thread, and nothing else. */
const mostMemoryMb = 2048;
const mostMs = 120_000;
const idleMs = 60_000;

/** One thread for all, begun when it is needed first and ended when it was not needed for a while. */
export function createWorkAside(): WorkAside {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  function begin(): Worker {
    const begun = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
      // Nothing of the server's own environment: it may hold keys.
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    begun.unref();
    const leave = () => {
      if (worker === begun) worker = null;
    };
    // One that failed is gone, and only says so a moment later.
    begun.once('error', leave).once('exit', leave);
    worker = begun;
    return begun;
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  function ask(name: string, given: unknown[]): Promise<unknown> {
    clearTimeout(idle);
    const asked = worker ?? begin();
    asked.ref();
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => {
        void end();
        settle(() => reject(new ProblemError('timed-out', 'This notebook takes too long to be worked on.')));
      }, mostMs);
      const settle = (act: () => void) => {
        clearTimeout(tooLong);
        asked.off('message', answered).off('error', failed).off('exit', exited);
        asked.unref();
        idle = setTimeout(() => void end(), idleMs);
        idle.unref();
        act();
      };
      const answered = (answer: { result: unknown } | { failed: string }) =>
        settle(() => ('failed' in answer ? reject(new Error(answer.failed)) : resolve(answer.result)));
      const failed = (error: Error) => settle(() => reject(error));
      const exited = () => settle(() => reject(new Error('The thread for notebooks ended.')));
      asked.on('message', answered).on('error', failed).on('exit', exited);
      asked.postMessage({ name, given });
    });
  }

  return {
    async run(name, size, ...given) {
      type Result = ReturnType<NotebookWork[typeof name]>;
      if (size < smallBytes) return (notebookWork[name] as (...given: unknown[]) => Result)(...given);
      const asked = turn.then(() => ask(name, given));
      turn = asked.catch(() => {});
      return (await asked.catch(explain)) as Result;
    },

    async close() {
      clearTimeout(idle);
      await end();
    },
  };
}

function explain(error: Error & { code?: string }): never {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    fail('file-too-large', 'This notebook takes more memory than is given to it. Nothing was changed.');
  throw error;
}
