import { deserializeDeepnoteFile } from '@deepnote/blocks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, blockTypes, type Notebook, newDeepnoteFile } from '../native/document.ts';
import { fitsType } from '../native/fits-type.ts';
import { writeDeepnote } from '../native/write-document.ts';
import { block, nastyText } from '../testing/native-files.ts';
import { printed } from '../testing/notebook-text.ts';
import { faultsOf } from '../testing/real-notebooks.ts';
import { exportIpynb } from './export-ipynb.ts';
import { importIpynb } from './import-ipynb.ts';

const notebookOf = (...blocks: Block[]): Notebook => ({
  id: 'n',
  name: 'Report',
  executionMode: 'downstream',
  blocks: blocks.map((each, index) => ({ ...each, blockGroup: each.id, sortingKey: `00000${index}` })),
});
const write = (notebook: Notebook) => exportIpynb(notebook, { outputs: true });
const read = (text: string) => importIpynb(text, { id: 'other', name: 'Report' });
const edited = (one: Block, change: (source: string) => string) => {
  const file = JSON.parse(write(notebookOf(one)));
  file.cells[0].source = change(file.cells[0].source.join(''));
  return read(JSON.stringify(file)).blocks[0]!;
};

/** Which of the members of metadata there are it has, with values of the right and of the wrong kind. */
const someMetadata = fc.dictionary(
  fc.constantFrom(
    ...[
      'deepnote_variable_name',
      'deepnote_variable_value',
      'deepnote_img_src',
      'deepnote_img_width',
      'checked',
    ],
    ...[
      'deepnote_slider_step',
      'deepnote_variable_options',
      'deepnote_mcp_servers',
      'allow_embed',
      'color',
      'own',
    ],
    ...['function_notebook_id', 'deepnote_variable_default_value', 'deepnote_table_state', 'execution_start'],
  ),
  fc.constantFrom('text', '50%', 'red', '7', 7, true, null, ['a', 'b'], [{ name: 'a', command: 'b' }], {
    a: 1,
  }),
);
const anyBlock = fc
  .record({ type: fc.constantFrom(...blockTypes, 'hologram'), content: nastyText, metadata: someMetadata })
  .map(({ type, content, metadata }) => block('a', content, { type, metadata }));

const loads = (notebook: Notebook) => {
  const file = newDeepnoteFile({ id: 'p', name: 'P' }, [notebook], '2026-01-02T03:04:05Z');
  try {
    return Boolean(deserializeDeepnoteFile(writeDeepnote(file)));
  } catch {
    return false;
  }
};

test('blocks of every type come back from an .ipynb file, and whatever that says, other tools can load them', () => {
  fc.assert(
    fc.property(anyBlock, (one) => {
      const notebook = notebookOf(one);
      const text = write(notebook);
      expect(faultsOf(text)).toEqual([]);
      const back = read(text);
      expect(write(back)).toBe(text);
      if (one.type !== 'hologram' || back.blocks[0]!.type !== 'hologram') expect(loads(back)).toBe(true);
      if (fitsType(one) && loads(notebook)) {
        expect(back).toMatchObject({ id: 'n', executionMode: 'downstream' });
        expect(back.blocks[0]).toMatchObject({ type: one.type, metadata: one.metadata, id: 'a' });
        expect(back.blocks[0]!.content).toBe(one.content);
      }
    }),
    { numRuns: 300 },
  );
});

test.each(blockTypes)('a block of type %s is known again', (type) => {
  const content = ['markdown', 'code', 'sql', 'agent', 'big-number'].includes(type) ? 'a\nb' : '';
  const own = { deepnote_app_block_visible: true, function_notebook_id: null };
  const one = block('a', content, { type, metadata: own });
  expect(read(write(notebookOf(one))).blocks[0]).toMatchObject({ type, content, metadata: own });
});

test('a text that was edited outside stays the block it is, with the new text', () => {
  const heading = block('a', 'Old', { type: 'text-cell-h2', metadata: { is_collapsed: true } });
  expect(edited(heading, (source) => source.replace('Old', 'New'))).toMatchObject({
    type: 'text-cell-h2',
    content: 'New',
    metadata: { is_collapsed: true },
  });
  const query = block('a', 'select 1', { type: 'sql', metadata: { sql_integration_id: 'i' } });
  expect(edited(query, () => '%%sql\nselect 2')).toMatchObject({ type: 'sql', content: 'select 2' });
});

test('a source that was made something else outside wins over what the block was', () => {
  const heading = block('a', 'Old', { type: 'text-cell-h2' });
  expect(edited(heading, () => 'no heading')).toMatchObject({ type: 'markdown', content: 'no heading' });
  const input = block('a', '', {
    type: 'input-text',
    metadata: { deepnote_variable_name: 'name', deepnote_variable_value: 'Ada' },
  });
  expect(edited(input, (source) => source)).toMatchObject({ type: 'input-text' });
  expect(edited(input, () => 'name = "Bob"')).toMatchObject({ type: 'code', content: 'name = "Bob"' });
});

test('outputs that were made outside win, too', () => {
  const file = JSON.parse(
    write(notebookOf(block('a', 'x', { outputs: [printed('old')], executionCount: 1 }))),
  );
  Object.assign(file.cells[0], { outputs: [printed('new')], execution_count: 2 });
  expect(read(JSON.stringify(file)).blocks[0]).toMatchObject({
    outputs: [printed('new')],
    executionCount: 2,
  });
});

test('what blocks say that no .ipynb file may say is put right on the way out', () => {
  const odd = block('a b', 'x', {
    outputs: [{ output_type: 'display_data', data: { 'text/plain': 'x' } }],
    executionCount: 1.5,
    metadata: { ipynb: { type: 'raw', metadata: { tags: ['a,b'] }, attachments: { a: {} } } },
  });
  const text = write(notebookOf(odd, block('a b', 'y')));
  expect(faultsOf(text)).toEqual([]);
  expect(JSON.parse(text).cells[0]).toMatchObject({ cell_type: 'code', source: ['x'] });
});
