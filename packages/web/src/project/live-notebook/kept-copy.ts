import { type CopiedBlocks, parseCopied, withoutOutputsOf } from './copied-blocks.ts';

/** Where other tabs of Notelab find what was copied last: the browser asks before it hands out its clipboard. */
const key = 'notelab.copied-blocks';
const mostCharacters = 1_000_000;

let own: CopiedBlocks | null = null;

export function keepCopied(copied: CopiedBlocks): void {
  own = copied;
  const whole = JSON.stringify(copied);
  const text =
    whole.length <= mostCharacters
      ? whole
      : JSON.stringify({ ...copied, blocks: copied.blocks.map(withoutOutputsOf) });
  try {
    localStorage.setItem(key, text);
  } catch {
    // Too large, or not allowed: this tab has it.
    forgetCopied();
    own = copied;
  }
}

/** Null when nothing was copied. */
export function readCopied(): CopiedBlocks | null {
  try {
    const text = localStorage.getItem(key);
    const kept = text === null ? null : parseCopied(text);
    // What this tab copied has its outputs, however large.
    const isOwn = own !== null && kept?.blocks.length === own.blocks.length && isSameText(kept, own);
    return isOwn || !kept ? own : kept;
  } catch {
    return own;
  }
}

const isSameText = (one: CopiedBlocks, other: CopiedBlocks): boolean =>
  one.notebookId === other.notebookId &&
  one.blocks.every(({ content }, index) => content === other.blocks[index]!.content);

/** For when somebody signs out. */
export function forgetCopied(): void {
  own = null;
  try {
    localStorage.removeItem(key);
  } catch {
    // Then nothing was kept either.
  }
}
