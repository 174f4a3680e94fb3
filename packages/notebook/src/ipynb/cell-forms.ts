import type { Json } from '../json-value.ts';
import type { Block } from '../native/document.ts';

/** How a block of a type that .ipynb files do not know is shown in them. */
export interface CellForm {
  cellType: 'code' | 'markdown';
  source(block: Block): string;
  /** What a source that was edited outside means for the block; null when it means no such block any more. */
  edited(source: string): Pick<Block, 'content'> | null;
}

const contentOf = (block: Block): string => block.content ?? '';
const plain = (cellType: CellForm['cellType'], prefix = ''): CellForm => ({
  cellType,
  source: (block) => prefix + contentOf(block),
  edited: (source) => (source.startsWith(prefix) ? { content: source.slice(prefix.length) } : null),
});
/** Shown only: whoever edits it makes another block of it. */
const shown = (cellType: CellForm['cellType'], source: (block: Block) => string): CellForm => ({
  cellType,
  source,
  edited: () => null,
});
const commented = (lines: string) => lines.replace(/^/gm, '# ');
const input = shown('code', ({ metadata }) => {
  const { deepnote_variable_name: name, deepnote_variable_value: value } = metadata;
  const target =
    typeof name === 'string' && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : 'unnamed_variable';
  return `${target} = ${pythonOf(value)}`;
});
const slider = shown('code', ({ metadata, ...block }) => {
  const value = metadata.deepnote_variable_value;
  const isNumber = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
  const shownValue = isNumber ? Number(value) : value;
  return input.source({
    ...block,
    metadata: { ...metadata, deepnote_variable_value: shownValue },
  } as Block);
});
const titled = (type: string, title: string) =>
  shown('code', ({ metadata, content }) =>
    commented([`${type}: ${metadata[title] ?? ''}`, ...(content ? [content] : [])].join('\n')),
  );

const forms: Record<string, CellForm> = {
  code: plain('code'),
  sql: plain('code', '%%sql\n'),
  agent: shown('code', (block) => commented(`agent:\n${contentOf(block)}`)),
  'notebook-function': titled('notebook', 'function_notebook_id'),
  visualization: titled('chart', 'deepnote_variable_name'),
  button: titled('button', 'deepnote_button_title'),
  'big-number': titled('number', 'deepnote_big_number_title'),
  'input-text': input,
  'input-textarea': input,
  'input-checkbox': input,
  'input-select': input,
  'input-slider': slider,
  'input-date': input,
  'input-date-range': input,
  'input-file': input,
  markdown: plain('markdown'),
  'text-cell-h1': plain('markdown', '# '),
  'text-cell-h2': plain('markdown', '## '),
  'text-cell-h3': plain('markdown', '### '),
  'text-cell-p': plain('markdown'),
  'text-cell-bullet': plain('markdown', '- '),
  'text-cell-callout': plain('markdown', '> '),
  'text-cell-todo': {
    cellType: 'markdown',
    source: (block) => `- [${block.metadata.checked === true ? 'x' : ' '}] ${contentOf(block)}`,
    edited: (source) => (/^- \[[ x]\] /.test(source) ? { content: source.slice('- [ ] '.length) } : null),
  },
  image: shown('markdown', ({ metadata }) => {
    const address = String(metadata.deepnote_img_src ?? '');
    return `![](${/[\s()<>]/.test(address) ? encodeURI(address).replace(/[()]/g, '\\$&') : address})`;
  }),
  separator: shown('markdown', () => '---'),
};

/** Types that are not known are shown by their content. */
export const formOf = ({ type }: Pick<Block, 'type'>): CellForm =>
  Object.hasOwn(forms, type) ? forms[type]! : plain('markdown');

function pythonOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonOf).join(', ')}]`;
  return typeof value === 'object' ? 'None' : JSON.stringify(value);
}
