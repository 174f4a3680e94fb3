import type { Notebook } from '@notelab/notebook';
import { fail } from '../../../problem.ts';
import { maxBlocks } from '../documents/room.ts';

/** Refuses what would not fit into a document, before anything is made of it. */
export function refuseTooMany({ blocks }: Notebook): void {
  if (blocks.length > maxBlocks)
    fail('too-large', `The file has ${blocks.length} blocks; a notebook can have ${maxBlocks}.`);
}
