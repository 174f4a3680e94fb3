import { factsOfBlock } from './block-facts.ts';

export const isTextType = (type: string): boolean => type === 'markdown' || type.startsWith('text-cell-');

/** Types that are written here. */
export const isWritable = (type: string): boolean => type === 'code' || isTextType(type);

const words: Record<string, string> = {
  code: 'code',
  markdown: 'text',
  image: 'picture',
  separator: 'separator',
  'text-cell-h1': 'heading 1',
  'text-cell-h2': 'heading 2',
  'text-cell-h3': 'heading 3',
  'text-cell-p': 'paragraph',
  'text-cell-bullet': 'point',
  'text-cell-todo': 'to-do',
  'text-cell-callout': 'callout',
};

/** What a block is, for people who hear it. */
export const kindInWords = (type: string): string => words[type] ?? factsOfBlock(type, {}).title;
