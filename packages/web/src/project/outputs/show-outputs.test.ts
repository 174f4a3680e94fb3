import { readNotebook } from '@notelab/notebook';
import { expect, test } from 'vitest';
import { showOutputs } from './show-outputs.ts';

const outputsOf = (...outputs: unknown[]) => {
  const cells = [{ cell_type: 'code', metadata: {}, outputs, execution_count: null, source: '' }];
  const notebook = readNotebook(JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }));
  return showOutputs(notebook.cells[0]!);
};
const data = (bundle: object) => ({ output_type: 'display_data', metadata: {}, data: bundle });

test('an output is shown in its richest form: pictures, tables, then text', () => {
  expect(
    outputsOf(
      { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
      data({ 'image/png': 'iVBO\nRw0K\n', 'text/plain': 'fig' }),
      data({ 'image/svg+xml': ['<svg>', '</svg>'] }),
      data({ 'text/html': ['<table>', '</table>'], 'text/plain': 'a b' }),
      data({ 'application/json': { a: 1 } }),
      data({ 'application/vnd.plotly.v1+json': {} }),
      { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['one', 'two'] },
      { output_type: 'error', ename: 'E', evalue: 'v', traceback: [] },
    ),
  ).toEqual([
    { kind: 'text', text: 'a\nb' },
    { kind: 'image', source: 'data:image/png;base64,iVBORw0K' },
    { kind: 'image', source: 'data:image/svg+xml;charset=utf-8,%3Csvg%3E%3C%2Fsvg%3E' },
    { kind: 'html', html: '<table></table>', text: 'a b' },
    { kind: 'text', text: '{\n  "a": 1\n}' },
    { kind: 'other', type: 'application/vnd.plotly.v1+json' },
    { kind: 'error', text: 'one\ntwo' },
    { kind: 'error', text: 'E: v' },
  ]);
});

test('outputs of old notebooks stand beside each other under short names', () => {
  expect(outputsOf({ output_type: 'pyout', text: ['42'], prompt_number: 1 })).toEqual([
    { kind: 'text', text: '42' },
  ]);
  expect(outputsOf({ output_type: 'display_data', png: 'iVBO' })).toEqual([
    { kind: 'image', source: 'data:image/png;base64,iVBO' },
  ]);
});

test('what is endless is cut off, what is broken is named', () => {
  const [long] = outputsOf({ output_type: 'stream', text: 'x'.repeat(60_000) });
  expect(long).toMatchObject({ text: expect.stringMatching(/x\n… 10,000 more characters$/) });
  expect(outputsOf(null, 7, { output_type: 'new' })).toEqual([
    { kind: 'other', type: 'unknown' },
    { kind: 'other', type: 'unknown' },
    { kind: 'other', type: 'new' },
  ]);
});
