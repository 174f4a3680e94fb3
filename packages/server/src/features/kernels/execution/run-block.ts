import type { JsonRecord } from '@notelab/notebook';
import { type LiveBlock, liveBlocks, outputsOf, sourceOf } from '@notelab/notebook/live';
import type * as Y from 'yjs';
import type { Kernel } from '../jupyter/kernel.ts';
import { type KernelMessage, readStatus } from '../jupyter/messages.ts';
import { createOutputCollector } from '../outputs/collect-outputs.ts';
import { createOutputWriter, type StoreOutput } from '../outputs/write-outputs.ts';

/** How a run of a block ended. */
export type RunEnding = 'ok' | 'error' | 'interrupted';

export interface InputRequest {
  prompt: string;
  password: boolean;
}

/** One run of a block, from when it is sent to the kernel. What it prints later still comes here. */
export interface BlockRun {
  /** The message that everything which belongs to it names. */
  messageId: string;
  blockId: string;
  hear(message: KernelMessage): void;
  /** @returns whether it shows something with the id of this update. */
  replaceDisplay(content: KernelMessage['content']): boolean;
  /** Shows what was asked and answered, as Jupyter does. */
  echo(text: string): void;
  ended: Promise<RunEnding>;
  /** Writes down what has come since it ended. */
  writeNow(): Promise<void>;
  /** Writes everything down: it has ended, or the kernel is gone. */
  finish(): Promise<void>;
}

/**
 * The source of a block that can be run: code, and not blank. A blank one only loses its outputs.
 * @returns null when there is nothing to run
 */
export function readRunnable(doc: Y.Doc, blockId: string): string | null {
  const block = findCode(doc, blockId);
  const source = block ? (sourceOf(block)?.toString() ?? '') : '';
  if (source.trim() !== '') return source;
  if (block) clearBlock(doc, block);
  return null;
}

export function findCode(doc: Y.Doc, blockId: string): LiveBlock | null {
  const block = liveBlocks(doc).get(blockId);
  return block?.get('type') === 'code' ? block : null;
}

/** Takes away what the last run of a block left. */
export function clearBlock(doc: Y.Doc, block: LiveBlock): void {
  doc.transact(() => {
    const outputs = outputsOf(block);
    if (outputs && outputs.length > 0) outputs.delete(0, outputs.length);
    for (const key of ['executionStartedAt', 'executionFinishedAt']) if (block.has(key)) block.delete(key);
    if (block.get('executionCount') != null) block.set('executionCount', null);
  });
}

/** Sends a block to the kernel and writes what comes of it into the document. */
export function runBlock(
  kernel: Kernel,
  { doc, blockId, source, store }: { doc: Y.Doc; blockId: string; source: string; store: StoreOutput },
  { onInput, onFailed }: { onInput(request: InputRequest): void; onFailed(error: unknown): void },
): BlockRun {
  const collector = createOutputCollector();
  const writer = createOutputWriter({ doc, blockId, collector, store, onFailed });
  const { promise: ended, resolve } = Promise.withResolvers<RunEnding>();
  let ending: RunEnding | null = null;
  let isIdle = false;

  const change = (values: Record<string, string | number | null>) => {
    const block = liveBlocks(doc).get(blockId);
    doc.transact(() => {
      for (const [key, value] of Object.entries(values)) block?.set(key, value);
    });
  };

  const started = liveBlocks(doc).get(blockId);
  if (started) clearBlock(doc, started);
  change({ executionStartedAt: new Date().toISOString() });

  const content = {
    code: source,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: true,
    // Whether others are still run is decided here, where they wait.
    stop_on_error: false,
  };
  const messageId = kernel.send({ channel: 'shell', type: 'execute_request', content });

  /** The reply and the last output come on different ways. */
  const settle = () => {
    if (ending && isIdle) resolve(ending);
  };

  function hearReply(reply: KernelMessage['content']): void {
    ending = toEnding(reply);
    for (const page of readPages(reply)) collector.hear({ header: displayHeader, content: page });
    writer.noteChange();
    settle();
  }

  return {
    messageId,
    blockId,
    ended,

    hear(message) {
      const { header, content } = message;
      if (collector.hear(message)) writer.noteChange();
      else if (header.msg_type === 'execute_input' && typeof content.execution_count === 'number')
        change({ executionCount: content.execution_count });
      else if (header.msg_type === 'execute_reply') hearReply(content);
      else if (header.msg_type === 'input_request') onInput(toInputRequest(content));
      else if (readStatus(message) === 'idle') {
        isIdle = true;
        settle();
      }
    },

    replaceDisplay(content) {
      const isHere = collector.replaceDisplay(content);
      if (isHere) writer.noteChange();
      return isHere;
    },

    echo(text) {
      collector.print('stdout', text);
      writer.noteChange();
    },

    writeNow: writer.writeNow,

    async finish() {
      await writer.finish();
      change({ executionFinishedAt: new Date().toISOString() });
    },
  };
}

const displayHeader = { msg_id: '', msg_type: 'display_data' };

function toEnding({ status, ename }: KernelMessage['content']): RunEnding {
  if (status === 'ok') return 'ok';
  return status === 'aborted' || ename === 'KeyboardInterrupt' ? 'interrupted' : 'error';
}

function toInputRequest({ prompt, password }: KernelMessage['content']): InputRequest {
  return { prompt: typeof prompt === 'string' ? prompt.slice(0, 10_000) : '', password: password === true };
}

/** What `name?` answers. Jupyter shows it in a pane of its own. */
function readPages({ payload }: KernelMessage['content']): JsonRecord[] {
  if (!Array.isArray(payload)) return [];
  return payload.filter((each) => each?.source === 'page').map(({ data }) => ({ data, metadata: {} }));
}
