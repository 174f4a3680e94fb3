import { type CopiedBlocks, parseCopied, withoutOutputsOf } from './copied-blocks.ts';
import { copiedKey, keep, readKept, removeKept } from './kept-in-browser.ts';

const mostCharacters = 1_000_000;

let own: CopiedBlocks | null = null;

/** Keeps copied blocks for all tabs of Notelab: the browser asks before it hands out its own clipboard. */
export function keepCopied(copied: CopiedBlocks): void {
  own = copied;
  const whole = JSON.stringify(copied);
  const text =
    whole.length <= mostCharacters
      ? whole
      : JSON.stringify({ ...copied, blocks: copied.blocks.map(withoutOutputsOf) });
  if (!keep(copiedKey, text)) removeKept(copiedKey);
}

/** What was copied last, in whichever tab; null when nothing was. */
export function readCopied(): CopiedBlocks | null {
  const text = readKept(copiedKey);
  const kept = text === null ? null : parseCopied(text);
  // What this tab copied has its outputs, however large.
  return kept && !(own && isSame(kept, own)) ? kept : own;
}

const isSame = (one: CopiedBlocks, other: CopiedBlocks): boolean =>
  one.notebookId === other.notebookId &&
  one.blocks.length === other.blocks.length &&
  one.blocks.every(({ content }, index) => content === other.blocks[index]!.content);
