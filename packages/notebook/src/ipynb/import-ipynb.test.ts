import { expect, test } from 'vitest';
import { NotebookFileError } from '../read-notebook.ts';
import { notebookText, printed } from '../testing/notebook-text.ts';
import { faultsOf, realNotebook } from '../testing/real-notebooks.ts';
import { exportIpynb } from './export-ipynb.ts';
import { importIpynb } from './import-ipynb.ts';

const read = (text: string) => importIpynb(text, { id: 'notebook', name: 'Report' });

test('a notebook of format 3 becomes what Jupyter makes of it', () => {
  const notebook = read(realNotebook('test3'));
  for (const [index, block] of notebook.blocks.entries()) block.id = `cell-${index}`;
  expect(exportIpynb(notebook, { outputs: true })).toBe(realNotebook('test3.upgraded'));
});

test('a notebook of format 2 has lines without ends, and no versions of anything', () => {
  const cells = [
    { cell_type: 'markdown', source: ['one', 'two'] },
    { cell_type: 'heading', level: 3, source: ['A', 'title'] },
    {
      cell_type: 'code',
      collapsed: true,
      language: 'python',
      input: ['a = 1', 'a'],
      prompt_number: 7,
      outputs: [
        { output_type: 'pyout', prompt_number: 7, text: ['1'], png: 'AAAA' },
        { output_type: 'stream', stream: 'stderr', text: ['x', 'y'] },
        { output_type: 'pyerr', ename: 'E', evalue: 'v', traceback: ['t'] },
      ],
    },
  ];
  const text = JSON.stringify({
    nbformat: 2,
    metadata: { name: 'old' },
    worksheets: [{ cells }, { cells: [] }],
  });
  const written = JSON.parse(exportIpynb(read(text), { outputs: true }));
  expect(faultsOf(JSON.stringify(written))).toEqual([]);
  expect(written).toMatchObject({ nbformat: 4, nbformat_minor: 5, metadata: {} });
  expect(written.cells).toMatchObject([
    { cell_type: 'markdown', source: ['one\n', 'two'] },
    { cell_type: 'markdown', source: ['### A title'] },
    {
      cell_type: 'code',
      execution_count: 7,
      metadata: { collapsed: true },
      source: ['a = 1\n', 'a'],
      outputs: [
        {
          output_type: 'execute_result',
          execution_count: 7,
          data: { 'text/plain': ['1'], 'image/png': 'AAAA' },
        },
        { output_type: 'stream', name: 'stderr', text: ['x\n', 'y'] },
        { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] },
      ],
    },
  ]);
});

test('a file that was cut off is never read by half, and the error names the place', () => {
  const text = notebookText([{ id: 'a', source: 'x', outputs: [printed('1')] }]);
  for (let length = 0; length < text.trimEnd().length; length++) {
    expect(() => read(text.slice(0, length))).toThrow(NotebookFileError);
    expect(() => read(text.slice(0, length))).toThrow(/line \d+, column \d+/);
  }
});

test.each([
  [{ metadata: [] }, 'The metadata of cell 2 is not an object (line 12, column 19)'],
  [{ outputs: {} }, 'The list of outputs of cell 2 is not a list (line 12'],
  [{ outputs: [1] }, 'Cell 2 has an output without a type (line 13, column 9)'],
  [
    { outputs: [{ output_type: 'display_data', data: [] }] },
    'The data of an output of cell 2 is not an object (line',
  ],
  [{ source: 5 }, 'Cell 2 of this notebook has no source (line 9, column 5)'],
  [{ cell_type: null }, 'Cell 2 of this notebook says no type (line 9, column 5)'],
])('a cell with %j is refused with its place', (fault, message) => {
  const cell = { cell_type: 'code', source: 'x' };
  const notebook = { nbformat: 4, nbformat_minor: 5, cells: [cell, { ...cell, ...fault }] };
  expect(() => read(JSON.stringify(notebook, null, 2))).toThrow(message);
});

test('what a tool got wrong is put right, and what has no place in a cell stays in its metadata', () => {
  const cell = {
    cell_type: 'code',
    source: 'x',
    collapsed: true,
    attachments: { a: {} },
    metadata: { tags: ['a,b'], scrolled: 'no' },
    execution_count: -1,
    outputs: [
      { output_type: 'stream', text: 5, extra: 1 },
      { output_type: 'execute_result', data: { 'text/plain': { a: 1.5 } }, extra: 1 },
      { output_type: 'error' },
    ],
  };
  const text = JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    surplus: 1,
    cells: [cell],
    metadata: { kernelspec: { name: 'x' } },
  });
  const written = exportIpynb(read(text), { outputs: true, original: text });
  expect(faultsOf(written)).toEqual([]);
  expect(JSON.parse(written).cells[0].metadata).toEqual({
    collapsed: true,
    attachments: { a: {} },
    invalid_tags: ['a,b'],
    invalid_scrolled: 'no',
  });
  expect(JSON.parse(written).metadata).toEqual({ kernelspec: { name: 'x', display_name: 'x' }, surplus: 1 });
});

test('a notebook that is polluted on purpose pollutes nothing', () => {
  const text =
    '{"cells":[{"cell_type":"raw","id":"a","metadata":{"__proto__":{"polluted":1},"constructor":1},"source":""}],"metadata":{"__proto__":{"polluted":1}},"nbformat":4,"nbformat_minor":5}';
  expect(exportIpynb(read(text), { outputs: true })).toBe(text);
  expect('polluted' in {}).toBe(false);
});
