import { expect, test } from 'vitest';
import { readNotebookDifference, showOutputs } from './notebook-sections.ts';

const notebook = (sources: string[], ending = '.py') =>
  JSON.stringify({
    cells: sources.map((source, index) => ({
      cell_type: 'code',
      id: `c${index}`,
      metadata: {},
      outputs: [],
      execution_count: null,
      source,
    })),
    metadata: { language_info: { file_extension: ending } },
    nbformat: 4,
    nbformat_minor: 5,
  });

test('cells that did not change are put together', () => {
  const { sections } = readNotebookDifference(notebook(['a', 'b', 'c']), notebook(['a', 'b', 'changed']));
  expect(sections.map((section) => (section.kind === 'same' ? section.changes.length : 'change'))).toEqual([
    2,
    'change',
  ]);
});

test('a new notebook is all additions, a deleted one all removals', () => {
  const kinds = (before: string | null, after: string | null) =>
    readNotebookDifference(before, after).sections.map(
      (section) => section.kind === 'change' && section.change.kind,
    );
  expect(kinds(null, notebook(['a']))).toEqual(['added']);
  expect(kinds(notebook(['a']), null)).toEqual(['removed']);
});

test('the language is that of the notebook', () => {
  expect(readNotebookDifference(null, notebook([], '.jl')).codeName).toBe('cell.jl');
  expect(readNotebookDifference(null, notebook([], '../../x')).codeName).toBe('cell.py');
});

const outputsOf = (...outputs: unknown[]) => {
  const text = JSON.stringify({
    cells: [{ cell_type: 'code', metadata: {}, outputs, execution_count: null, source: '' }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 4,
  });
  const [section] = readNotebookDifference(null, text).sections;
  return showOutputs(section?.kind === 'change' ? section.change.after : null);
};

test('outputs are shown as text and pictures, HTML is not run', () => {
  expect(
    outputsOf(
      { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'image/png': 'iVBO\nRw0K\n', 'text/plain': 'fig' },
      },
      { output_type: 'display_data', metadata: {}, data: { 'text/html': '<script>alert(1)</script>' } },
      { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[0;31mE\u001b[0m: v'] },
    ),
  ).toEqual([
    { kind: 'text', content: 'a\nb' },
    { kind: 'image', content: 'data:image/png;base64,iVBORw0K' },
    { kind: 'other', content: 'text/html' },
    { kind: 'error', content: 'E: v' },
  ]);
});
