import type { NotebookMerge, NotebookSource } from '@notelab/contract';
import type { ChipTone } from '../../../theme/chip.tsx';

const blocks = (count: number) => (count === 1 ? '1 block' : `${count} blocks`);

/** How a notebook and its file stand to each other. */
export interface SourceWords {
  /** A word or three, for a chip. */
  short: string;
  /** What the chip leaves open, beside it. */
  more: string;
  /** A sentence, also for those who see no colours. */
  sentence: string;
  tone: ChipTone;
}

export function sourceInWords(
  source: Pick<NotebookSource, 'state' | 'changedBlocks' | 'problem' | 'path'>,
): SourceWords {
  const { state, changedBlocks, problem, path } = source;
  switch (state) {
    case 'in-step':
      return { short: 'In step', more: '', sentence: `Says the same as ${path}`, tone: 'neutral' };
    case 'file-changed':
      return {
        short: 'The file changed',
        more: blocks(changedBlocks.file),
        sentence: `${path} changed: ${blocks(changedBlocks.file)}. Nothing of it is in the notebook yet.`,
        tone: 'modified',
      };
    case 'notebook-changed':
      return {
        short: 'Notebook changed',
        more: blocks(changedBlocks.notebook),
        sentence: `The notebook changed: ${blocks(changedBlocks.notebook)}. ${path} is as it was.`,
        tone: 'accent',
      };
    case 'both-changed':
      return {
        short: 'Both changed',
        more: `${blocks(changedBlocks.notebook)} here, ${changedBlocks.file} in the file: merge first`,
        sentence: `Both changed: ${blocks(changedBlocks.notebook)} here, ${blocks(changedBlocks.file)} in ${path}. Merge first, then write back.`,
        tone: 'modified',
      };
    case 'file-gone':
      return {
        short: 'The file is gone',
        more: 'It may be on another branch',
        sentence: `There is no ${path} now. It may be on another branch.`,
        tone: 'conflict',
      };
    case 'file-broken':
      return {
        short: 'The file cannot be read',
        more: problem ?? '',
        sentence: `No notebook can be read from ${path} now.${problem ? ` ${problem}` : ''}`,
        tone: 'conflict',
      };
  }
}

type Merged = Extract<NotebookMerge, { kind: 'merged' }>;

/** What a merge did, for a notice. */
export function mergeInWords(merge: Pick<Merged, 'changedBlocks' | 'outputsDropped'>): string {
  const { changedBlocks, outputsDropped } = merge;
  const changed =
    changedBlocks === 0
      ? 'The notebook says all of it already.'
      : `${capital(blocks(changedBlocks))} changed.`;
  if (outputsDropped === 0) return changed;
  return `${changed} The results of ${blocks(outputsDropped)} are left out: run ${outputsDropped === 1 ? 'it' : 'them'} again.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
