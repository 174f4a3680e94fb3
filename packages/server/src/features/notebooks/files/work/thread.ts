import { parentPort } from 'node:worker_threads';
import { notebookWork } from './notebook-work.ts';

/** Does one piece of work after the other, and answers. */
parentPort!.on('message', ({ name, given }: { name: keyof typeof notebookWork; given: never[] }) => {
  try {
    const work = notebookWork[name] as (...given: never[]) => unknown;
    parentPort!.postMessage({ result: work(...given) });
  } catch (error) {
    parentPort!.postMessage({
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
