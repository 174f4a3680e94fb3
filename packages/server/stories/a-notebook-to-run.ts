import * as contract from '@notelab/contract';
import type { Client, World } from '@notelab/dev-env';
import type { Block, JsonRecord } from '@notelab/notebook';
import { changeLiveNotebook } from '@notelab/notebook/live';
import { expect } from 'vitest';

/** A notebook whose code is written and run by somebody. */
export interface NotebookToRun {
  id: contract.NotebookId;
  /** Makes the notebook one of these blocks, called `0`, `1` …; texts are code. */
  write(...blocks: (string | Partial<Block>)[]): Promise<void>;
  /** Asks for a run of blocks, of all when none is named. */
  start(...ids: string[]): Promise<contract.KernelState>;
  /** The same, and waits until nothing runs. */
  run(...ids: string[]): Promise<contract.KernelState>;
  state(): Promise<contract.KernelState | undefined>;
  /** Waits until the kernel is in a state like this. */
  until(state: Partial<contract.KernelState>): Promise<contract.KernelState>;
  block(id: string): Promise<Block>;
  /** All that a block printed, its results and errors as texts. */
  printed(id: string): Promise<string>;
}

const waitsMs = 20_000;

export async function createNotebookToRun(
  world: World,
  client: Client,
  projectId: contract.ProjectId,
): Promise<NotebookToRun> {
  const { id } = await client.call(contract.createNotebook, {
    params: { projectId },
    body: { name: 'To run' },
  });
  const live = () => world.notelab.context.liveNotebooks;
  let count = 0;
  const allIds = () => Array.from({ length: count }, (_, index) => `${index}`);

  const notebook: NotebookToRun = {
    id,

    async write(...blocks) {
      count = blocks.length;
      const named = blocks.map((block, index) => toBlock(`${index}`, block));
      await live().change(id, (doc) => changeLiveNotebook(doc, { id, name: '', blocks: named }));
    },

    start: (...ids) =>
      client.call(contract.runBlocks, {
        params: { notebookId: id },
        body: { blockIds: ids.length > 0 ? ids : allIds() },
      }),

    async run(...ids) {
      await notebook.start(...ids);
      return notebook.until({ running: null, queue: [] });
    },

    async state() {
      const kernels = await client.call(contract.listKernels, { params: { projectId } });
      return kernels.find(({ notebookId }) => notebookId === id);
    },

    async until(state) {
      await expect.poll(notebook.state, { timeout: waitsMs, interval: 20 }).toMatchObject(state);
      return (await notebook.state())!;
    },

    async block(blockId) {
      return (await live().read(id)).blocks.find((block) => block.id === blockId)!;
    },

    async printed(blockId) {
      return ((await notebook.block(blockId)).outputs as JsonRecord[]).map(toText).join('');
    },
  };
  return notebook;
}

function toBlock(id: string, block: string | Partial<Block>): Block {
  const usual = { id, type: 'code', blockGroup: id, sortingKey: '', content: '', metadata: {}, outputs: [] };
  return { ...usual, ...(typeof block === 'string' ? { content: block } : block) };
}

function toText(output: JsonRecord): string {
  if (output.output_type === 'stream') return output.text as string;
  if (output.output_type === 'error') return `${output.ename}: ${output.evalue}`;
  return (output.data as JsonRecord)['text/plain'] as string;
}
