import type { Block } from '@notelab/notebook';
import { isDeeperThan } from '@notelab/notebook/live';
import { isObject } from '../outputs/is-object.ts';

/** Blocks on their way from one place to another. */
export interface CopiedBlocks {
  /** Where they come from: what is stored beside a notebook is of no use in another one. */
  notebookId: string;
  blocks: Block[];
}

const mostBlocks = 10_000;
/** Another page can put anything on the clipboard, and what is nested more deeply is not taken by the server. */
const maxDepth = 200;

/** Reads what was copied; null when it is not usable. Only what a block may have is taken. */
export function parseCopied(text: string): CopiedBlocks | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.notebookId !== 'string' || !Array.isArray(value.blocks)) return null;
  const blocks = value.blocks.slice(0, mostBlocks).flatMap((block) => parseBlock(block) ?? []);
  return blocks.length === 0 ? null : { notebookId: value.notebookId, blocks };
}

function parseBlock(value: unknown): Block | null {
  if (!isObject(value) || isDeeperThan(value, maxDepth)) return null;
  const { type, content, metadata, outputs, executionCount } = value;
  if (typeof type !== 'string' || type === '' || type.length > 100) return null;
  if (content !== undefined && typeof content !== 'string') return null;
  return {
    id: '',
    type,
    blockGroup: '',
    sortingKey: '',
    ...(content !== undefined && { content }),
    metadata: isObject(metadata) ? (metadata as Block['metadata']) : {},
    ...(Array.isArray(outputs) && { outputs: outputs as Block['outputs'] & object }),
    ...((typeof executionCount === 'number' || executionCount === null) && { executionCount }),
  };
}

/** Without outputs that are stored beside the notebook they come from. */
export function withoutStoredOutputs(block: Block): Block {
  if (!block.outputs) return block;
  return { ...block, outputs: block.outputs.filter((output) => !isObject(output) || !output.notelab_output) };
}

export function withoutOutputsOf(block: Block): Block {
  return block.outputs ? { ...block, outputs: [] } : block;
}

/** What blocks are elsewhere: their texts, one after the other. */
export function blocksToText(blocks: readonly Pick<Block, 'content'>[]): string {
  return blocks
    .map(({ content }) => content ?? '')
    .filter((text) => text !== '')
    .join('\n\n');
}
