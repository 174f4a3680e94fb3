import { expect, test } from 'vitest';
import { readNotebookDifference } from './notebook-sections.ts';

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
