import { expect, test } from 'vitest';
import { toNotebookModel } from './notebook-model.ts';

const model = (cells: unknown[], metadata: unknown = {}) =>
  toNotebookModel(JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }));
const code = (outputs: unknown[]) => ({ cell_type: 'code', execution_count: 7, source: 'x', outputs });
const data = (bundle: object) => ({ output_type: 'display_data', data: bundle });

test('outputs are shown in the richest form that can be shown here', () => {
  const [cell] = model([
    code([
      { output_type: 'stream', name: 'stdout', text: ['a\n'] },
      { output_type: 'stream', name: 'stdout', text: 'b\n' },
      { output_type: 'stream', name: 'stderr', text: 'c\n' },
      data({ 'application/vnd.vegalite.v5+json': {}, 'image/png': 'iVBO', 'text/plain': 'chart' }),
      data({ 'text/latex': '$x$', 'text/plain': 'x' }),
      data({ 'application/json': { a: 1 }, 'text/plain': '<JSON object>' }),
      data({ 'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'IntSlider()' }),
      data({ 'application/javascript': 'run()' }),
    ]),
  ]).cells;
  expect(cell).toMatchObject({ kind: 'code', count: '7' });
  expect(cell!.outputs).toEqual([
    { kind: 'text', text: 'a\nb\n', isStderr: false },
    { kind: 'text', text: 'c\n', isStderr: true },
    {
      kind: 'chart',
      chart: { library: 'vega', content: { spec: {}, mode: 'vega-lite' } },
      otherwise: { kind: 'image', source: 'data:image/png;base64,iVBO', width: null },
    },
    { kind: 'latex', text: '$x$' },
    { kind: 'json', value: { a: 1 } },
    { kind: 'other', type: 'application/vnd.jupyter.widget-view+json', text: 'IntSlider()' },
    { kind: 'other', type: 'application/javascript', text: null },
  ]);
});

test('the language is that of the kernel', () => {
  expect(model([], { language_info: { file_extension: '.jl' } }).codeName).toBe('cell.jl');
  expect(model([], { kernelspec: { language: 'R' } }).codeName).toBe('cell.r');
  expect(model([], { language_info: { file_extension: '.py/../x' } }).codeName).toBe('cell.py');
});

test('cells of old notebooks are shown as what they became', () => {
  const cells = [
    { cell_type: 'heading', level: 2, source: 'Old' },
    {
      cell_type: 'code',
      input: 'print 1',
      prompt_number: 3,
      outputs: [{ output_type: 'pyerr', traceback: ['E'] }],
    },
  ];
  const { cells: shown } = toNotebookModel(JSON.stringify({ nbformat: 3, worksheets: [{ cells }] }));
  expect(shown[0]).toMatchObject({ kind: 'markdown', source: '## Old', anchors: ['Old'] });
  expect(shown[1]).toMatchObject({ kind: 'code', count: '3', outputs: [{ kind: 'error', text: 'E' }] });
});

test('attachments are pictures, whatever else they hold', () => {
  const attachments = { 'a.png': { 'image/png': 'iVBO' }, 'b.html': { 'text/html': '<script>' } };
  const [cell] = model([{ cell_type: 'markdown', source: '![](attachment:a.png)', attachments }]).cells;
  expect([...cell!.attachments]).toEqual([['a.png', 'data:image/png;base64,iVBO']]);
});
