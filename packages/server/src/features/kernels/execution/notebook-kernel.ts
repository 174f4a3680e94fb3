import type { KernelState, NotebookId, ProjectId, User, UserId } from '@notelab/contract';
import type * as Y from 'yjs';
import { toProblem } from '../../../http/reply-with-problem.ts';
import type { Log } from '../../../log.ts';
import { fail, ProblemError } from '../../../problem.ts';
import type { Kernel, KernelListener } from '../jupyter/kernel.ts';
import type { KernelMessage } from '../jupyter/messages.ts';
import type { StoreOutput } from '../outputs/write-outputs.ts';
import { type BlockRun, type RunEnding, readRunnable, runBlock } from './run-block.ts';

/** What a notebook's kernel needs of the world. */
export interface KernelSurroundings {
  /** Starts a kernel. @param folder where it works, relative to the project's; null: in that */
  start(listener: KernelListener, folder: string | null): Promise<Kernel>;
  /** What to send before a block is run; null for kernels that are left as they are. */
  prepare(): Promise<Record<string, unknown> | null>;
  /** The document, kept open until it is released. */
  hold(): Promise<{ doc: Y.Doc; release(): void }>;
  store: StoreOutput;
  onChange(state: KernelState): void;
  log: Log;
}

export type NotebookKernel = ReturnType<typeof createNotebookKernel>;

/** Late output comes to the runs that were last. */
const keptRuns = 50;
const preparesWithinMs = 30_000;
/** As many blocks as a notebook has at most. */
const mostWaiting = 20_000;

/** A kernel that runs, with what belongs to it. */
interface Running {
  kernel: Kernel;
  doc: Y.Doc;
  /** The last runs, by the message that started them. */
  runs: Map<string, BlockRun>;
  /** The last run of each block, which may show what is updated later. */
  shown: Map<string, BlockRun>;
  /** Those in which what runs now has changed something. */
  updated: Set<BlockRun>;
  /** Resolves when it is gone, with why; null when somebody wanted that. */
  gone: PromiseWithResolvers<ProblemError | null>;
}

/** The kernel of one notebook: what waits is run here, whether or not anybody looks. */
export function createNotebookKernel(
  { notebookId, projectId }: { notebookId: NotebookId; projectId: ProjectId },
  surroundings: KernelSurroundings,
) {
  const { log } = surroundings;
  let state: KernelState = {
    notebookId,
    projectId,
    status: 'none',
    queue: [],
    running: null,
    input: null,
    python: null,
    halted: null,
    problem: null,
  };
  let running: Running | null = null;
  let starting: Promise<Running> | null = null;
  /** Whoever waits for the start goes on at once; what it brings later is ended. */
  let cancelStart: () => void = () => {};
  let working: Promise<void> | null = null;
  /** Counts up with each end that somebody wanted: a start under way is of no use then. */
  let ends = 0;
  let isInterrupting = false;
  /** Whether somebody has asked for a run since the kernel was prepared last. */
  let isAskedAnew = true;
  let usedAt = Date.now();
  /** Who asked last for the run of a block. */
  const askers = new Map<string, UserId>();

  function change(changes: Partial<KernelState>): void {
    state = { ...state, ...changes };
    usedAt = Date.now();
    surroundings.onChange(state);
  }

  const onFailed = (err: unknown) => log.error({ err, notebook: notebookId }, 'an output was not written');

  function hear(message: KernelMessage): void {
    if (!running) return;
    if (message.header.msg_type === 'update_display_data') {
      for (const run of running.shown.values())
        if (run.replaceDisplay(message.content)) running.updated.add(run);
      return;
    }
    running.runs.get(message.parent_header?.msg_id ?? '')?.hear(message);
  }

  async function start(): Promise<Running> {
    const startedAt = ends;
    if (state.status !== 'restarting') change({ status: 'starting', problem: null, python: null });
    const { doc, release } = await surroundings.hold();
    const gone = Promise.withResolvers<ProblemError | null>();
    void gone.promise.then(release);
    try {
      const kernel = await surroundings.start(
        { onMessage: hear, onLost: (problem) => lose(gone, problem), onFailed },
        workingFolder(doc),
      );
      if (ends !== startedAt) {
        await kernel.shutDown();
        throw new ProblemError('cancelled', 'The kernel was stopped.');
      }
      running = { kernel, doc, runs: new Map(), shown: new Map(), updated: new Set(), gone };
      change({ status: 'idle', python: kernel.language, problem: null });
      return running;
    } catch (error) {
      gone.resolve(null);
      throw error;
    }
  }

  function ensureRunning(): Promise<Running> {
    if (running) return Promise.resolve(running);
    if (starting) return starting;
    const cancelled = Promise.withResolvers<never>();
    cancelStart = () => cancelled.reject(new ProblemError('cancelled', 'The kernel was stopped.'));
    const now = Promise.race([start(), cancelled.promise]).finally(() => {
      if (starting === now) starting = null;
    });
    starting = now;
    return now;
  }

  function lose(gone: Running['gone'], problem: ProblemError): void {
    gone.resolve(problem);
    if (running?.gone !== gone) return;
    running = null;
    const at = state.running?.blockId;
    const leftOut = state.queue.length;
    change({
      status: 'dead',
      queue: [],
      input: null,
      problem: problem.problem,
      ...(at && { halted: { blockId: at, reason: 'died', leftOut } }),
    });
  }

  /** Runs what waits, one after the other. */
  async function work(): Promise<void> {
    try {
      while (state.queue.length > 0) {
        const { kernel, doc, runs, shown, updated, gone } = await ensureRunning();
        const [next, ...queue] = state.queue;
        if (!next) return;
        const source = readRunnable(doc, next.blockId);
        if (source === null) {
          change({ queue });
          continue;
        }
        change({
          status: 'busy',
          queue,
          running: { ...next, startedAt: new Date().toISOString() },
        });
        if (isAskedAnew || runs.size === 0) await prepare(kernel);
        if (isInterrupting || running?.kernel !== kernel) {
          noteEnding(next.blockId, running?.kernel === kernel ? 'interrupted' : null);
          continue;
        }
        const block = { doc, blockId: next.blockId, source, store: surroundings.store };
        const onInput = (input: Omit<NonNullable<KernelState['input']>, 'blockId'>) =>
          change({ input: { blockId: next.blockId, ...input } });
        const run = runBlock(kernel, block, { onInput, onFailed });
        runs.set(run.messageId, run);
        for (const old of [...runs.keys()].slice(0, -keptRuns)) runs.delete(old);
        shown.set(run.blockId, run);
        const ending = await Promise.race([run.ended, gone.promise]);
        await Promise.all([run.finish(), ...[...updated].map((each) => each.writeNow())]).catch(onFailed);
        updated.clear();
        noteEnding(next.blockId, typeof ending === 'string' ? ending : null);
      }
    } catch (error) {
      noteFailedStart(error);
    }
  }

  async function prepare(kernel: Kernel): Promise<void> {
    isAskedAnew = false;
    const content = await surroundings.prepare();
    if (content) await kernel.ask({ channel: 'shell', type: 'execute_request', content }, preparesWithinMs);
  }

  /** @param ending null when the kernel is gone: whoever noticed has said what is to be said */
  function noteEnding(blockId: string, ending: RunEnding | null): void {
    isInterrupting = false;
    if (ending === null) {
      change({ running: null, input: null });
      return;
    }
    const leftOut = state.queue.length;
    const stops = ending !== 'ok' && leftOut > 0;
    change({
      status: 'idle',
      running: null,
      input: null,
      ...(stops && { queue: [], halted: { blockId, reason: ending, leftOut } }),
    });
  }

  function noteFailedStart(error: unknown): void {
    const problem = toProblem(error);
    if (problem.code === 'internal') log.error({ err: error }, 'a kernel could not be started');
    const wasWanted = problem.code === 'cancelled';
    change({
      queue: [],
      running: null,
      input: null,
      ...(!wasWanted && { status: 'none', problem }),
    });
  }

  async function end(status: 'stopped' | 'restarting'): Promise<void> {
    ends++;
    const ending = running;
    running = null;
    change({ status, queue: [], input: null, halted: null, problem: null });
    ending?.gone.resolve(null);
    cancelStart();
    starting = null;
    await ending?.kernel.shutDown();
    await working;
  }

  async function interrupt(): Promise<KernelState> {
    const now = running;
    if (!now) {
      // What waits for the start is forgotten, the kernel comes all the same.
      change({ queue: [] });
      return state;
    }
    if (!state.running) return state;
    if (isInterrupting) {
      await now.kernel.shutDown();
      const detail = 'It did not listen to being interrupted, and was ended.';
      lose(now.gone, new ProblemError('kernel-died', detail));
      return state;
    }
    const { blockId } = state.running;
    const leftOut = state.queue.length;
    change({ queue: [], ...(leftOut > 0 && { halted: { blockId, reason: 'interrupted', leftOut } }) });
    isInterrupting = true;
    await now.kernel.interrupt();
    return state;
  }

  return {
    state: () => state,
    /** Whether it does nothing, and since when. */
    idleSince: (): number | null => (running && !working ? usedAt : null),
    isAlive: () => running !== null || starting !== null || working !== null,

    run(blockIds: string[], by: User): KernelState {
      const known = new Set(state.queue.map(({ blockId }) => blockId));
      if (state.running) known.add(state.running.blockId);
      const added = [...new Set(blockIds)].filter((blockId) => !known.has(blockId));
      if (added.length === 0) return state;
      if (state.queue.length + added.length > mostWaiting)
        fail('invalid-input', `More than ${mostWaiting} blocks cannot wait to be run.`);
      const queue = [...state.queue, ...added.map((blockId) => ({ blockId, by: by.name }))];
      isAskedAnew = true;
      for (const blockId of added) askers.set(blockId, by.id);
      change({ queue, halted: null, problem: null });
      working ??= work().finally(() => {
        working = null;
        usedAt = Date.now();
      });
      return state;
    },

    interrupt,

    /** Somebody may run nothing here any more: what they asked for is not begun, and interrupted when it runs. */
    async forgetAsker(userId: UserId): Promise<void> {
      const isTheirs = ({ blockId }: { blockId: string }) => askers.get(blockId) === userId;
      const queue = state.queue.filter((waiting) => !isTheirs(waiting));
      if (queue.length < state.queue.length) change({ queue });
      if (state.running && isTheirs(state.running) && !isInterrupting) await interrupt();
    },

    async restart(): Promise<KernelState> {
      await end('restarting');
      try {
        await ensureRunning();
      } catch (error) {
        noteFailedStart(error);
      }
      return state;
    },

    async stop(): Promise<KernelState> {
      if (state.status === 'none') return state;
      await end('stopped');
      return state;
    },

    answer(blockId: string, text: string): KernelState {
      if (!running || state.input?.blockId !== blockId)
        return fail('invalid-input', 'Nothing is asked for any more.');
      const { prompt, password } = state.input;
      const content = { status: 'ok', value: text };
      running.kernel.send({ channel: 'stdin', type: 'input_reply', content });
      running.shown.get(blockId)?.echo(`${prompt}${password ? '········' : text}\n`);
      change({ input: null });
      return state;
    },

    /** Asks the kernel something while it does nothing else; null when it does, or does not answer. */
    async ask(type: string, content: Record<string, unknown>): Promise<KernelMessage['content'] | null> {
      if (!running || working) return null;
      return running.kernel.ask({ channel: 'shell', type, content }, 5_000);
    },

    /** The server that the kernel lived on is gone. */
    noteServerGone(problem: ProblemError): void {
      const now = running;
      now?.kernel.disconnect();
      if (now) lose(now.gone, problem);
    },
  };
}

/** Where a notebook says that it works, when that is a folder in the project. */
function workingFolder(doc: Y.Doc): string | null {
  const said = doc.getMap('notebook').get('workingDirectory');
  if (typeof said !== 'string') return null;
  const parts = said.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') || said.includes('\0') ? null : parts.join('/');
}
