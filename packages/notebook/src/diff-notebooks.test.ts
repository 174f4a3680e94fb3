import { expect, test } from 'vitest';
import { diffNotebooks } from './diff-notebooks.ts';
import { NotebookFileError, readNotebook } from './read-notebook.ts';
import { notebookText, printed, type TestCell } from './testing/notebook-text.ts';

function differences(before: TestCell[], after: TestCell[], minor = 5): string[] {
  const [old, now] = [before, after].map((cells) => readNotebook(notebookText(cells, { minor })));
  return diffNotebooks(old!, now!).map(({ kind, moved, before: a, after: b, changed }) => {
    const parts = Object.entries(changed).flatMap(([part, is]) => (is ? [part] : []));
    return [kind, ...(moved ? ['moved'] : []), ...parts, (b ?? a)!.source].join(' ');
  });
}

test('a changed cell is told with what changed of it', () => {
  expect(
    differences(
      [
        { id: 'a', source: 'x = 1' },
        { id: 'b', source: 'x', outputs: [printed('1')] },
        { id: 'c', source: 'y' },
      ],
      [
        { id: 'a', source: 'x = 2' },
        { id: 'b', source: 'x', outputs: [printed('2')] },
        { id: 'c', source: 'y', metadata: { tags: ['slow'] } },
      ],
    ),
  ).toEqual(['changed source x = 2', 'changed outputs x', 'changed metadata y']);
});

test('the number of a run is no change', () => {
  const result = (count: number) => ({
    output_type: 'execute_result',
    execution_count: count,
    data: { 'text/plain': ['9'] },
    metadata: {},
  });
  expect(
    differences(
      [{ id: 'a', source: 'f(3)', count: 1, outputs: [result(1)] }],
      [{ id: 'a', source: 'f(3)', count: 7, outputs: [result(7)] }],
    ),
  ).toEqual(['same f(3)']);
});

test('removed cells stand where they were', () => {
  expect(
    differences(
      [
        { id: 'a', source: '1' },
        { id: 'b', source: '2' },
        { id: 'c', source: '3' },
      ],
      [
        { id: 'a', source: '1' },
        { id: 'd', source: 'new' },
        { id: 'c', source: '3' },
      ],
    ),
  ).toEqual(['same 1', 'removed 2', 'added new', 'same 3']);
});

test('a cell that moved is told once', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, source: id }));
  expect(differences([a!, b!, c!], [b!, c!, a!])).toEqual(['same b', 'same c', 'same moved a']);
});

test('without ids, cells are known by what they say', () => {
  const load = 'import pandas as pd\ndf = pd.read_csv("data.csv")';
  expect(
    differences(
      [{ source: load }, { source: 'df.head()' }, { source: 'df.plot()' }],
      [
        { source: 'import os' },
        { source: `${load}\ndf = df.dropna()` },
        { source: 'df.head()' },
        { source: 'df.plot()' },
      ],
      4,
    ),
  ).toEqual([
    'added import os',
    `changed source ${load}\ndf = df.dropna()`,
    'same df.head()',
    'same df.plot()',
  ]);
});

test('ids that a tool made anew do not hide that the cells are the same', () => {
  expect(
    differences(
      [
        { id: 'a1', source: 'x = compute(1)' },
        { id: 'a2', source: 'show(x)' },
      ],
      [
        { id: 'b1', source: 'x = compute(2)' },
        { id: 'b2', source: 'show(x)' },
      ],
    ),
  ).toEqual(['changed source x = compute(2)', 'same show(x)']);
});

test('ids that stand twice are not trusted', () => {
  expect(
    differences(
      [
        { id: 'a', source: 'first()' },
        { id: 'a', source: 'second()' },
      ],
      [{ id: 'a', source: 'second()' }],
    ),
  ).toEqual(['removed first()', 'same second()']);
});

test('notebooks of format 3 are read too', () => {
  const old = JSON.stringify({
    metadata: { name: '' },
    nbformat: 3,
    nbformat_minor: 0,
    worksheets: [{ cells: [{ cell_type: 'code', input: ['x\n', 'y'], outputs: [], prompt_number: 1 }] }],
  });
  expect(readNotebook(old).cells.map(({ source }) => source)).toEqual(['x\ny']);
});

test.each([
  ['{"nbformat": 4, "cells": [', 'line 1, column 27'],
  ['[]', 'no object at its top'],
  ['{"cells": []}', 'nbformat'],
  ['{"nbformat": 4}', 'no list of cells'],
  ['{"nbformat": 5, "cells": []}', 'format 5'],
  ['{"nbformat": 4, "cells": [{"cell_type": "code"}]}', 'Cell 1'],
])('%j is refused with a sentence', (text, words) => {
  expect(() => readNotebook(text)).toThrow(NotebookFileError);
  expect(() => readNotebook(text)).toThrow(words);
});

test('lines of old notebooks, which were written without their ends, are lines', () => {
  const cells = [
    { cell_type: 'code', input: ['a = 1', 'b'], outputs: [] },
    { cell_type: 'markdown', source: ['one\n', 'two'] },
  ];
  const text = JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [{ cells }] });
  expect(readNotebook(text).cells.map(({ source }) => source)).toEqual(['a = 1\nb', 'one\ntwo']);
});
