import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Resolution } from './merge-cells.ts';
import { mergeNotebooks, type NotebookMerge } from './merge-notebooks.ts';
import { readNotebook } from './read-notebook.ts';

/** What people did to real notebooks on two sides; what comes out is what they would have made of it by hand. */
function mergeCase(name: string): NotebookMerge {
  const side = (which: string) =>
    readNotebook(readFileSync(new URL(`testing/three-way/${name}.${which}.ipynb`, import.meta.url), 'utf8'));
  return mergeNotebooks(side('base'), side('ours'), side('theirs'));
}

function cellsOf(merge: NotebookMerge, all: Resolution = 'ours') {
  const text = merge.write(Object.fromEntries(merge.conflicts.map(({ key }) => [key, all])));
  return readNotebook(text).cells.map(({ id, source, outputs }) => ({ id, source, outputs: outputs.length }));
}

test('cellids: results stay with the code that made them, cells of each side stand side by side', () => {
  const merge = mergeCase('cellids');
  expect(merge.conflicts).toMatchObject([
    { ours: { source: 'LOCAL #2 - with unique ID' }, theirs: { source: 'REMOTE #2 - with unique ID' } },
  ]);
  expect(cellsOf(merge).map(({ source, outputs }) => [source, outputs])).toEqual([
    ['def f(x):\n    return x**2', 0],
    ['x = 5', 0],
    ['f(x)', 1],
    ['x = 7', 0],
    ['f(x)', 1],
    ['LOCAL - with unique ID', 0],
    ['REMOTE - with a completely different unique ID, and different source!', 0],
    ['LOCAL #2 - with unique ID', 0],
    ['', 0],
  ]);
  const ids = cellsOf(merge, 'both').map(({ id }) => id);
  expect(new Set(ids).size).toBe(10);
});

test('example4: cells that one side replaced and the other removed are not asked about', () => {
  const merge = mergeCase('example4');
  expect(merge.conflicts).toMatchObject([
    { parts: ['source'], base: { source: expect.stringContaining('y = np.exp(x)') } },
  ]);
  expect(cellsOf(merge, 'theirs').map(({ source }) => source)).toEqual([
    'x = np.arange(0, 2, 0.1)\nz = np.exp(x)',
    'one',
    'two',
    'three',
  ]);
});

test.each(['example6', 'example7'])('%s: one cell rewritten on both sides is one question', (name) => {
  const merge = mergeCase(name);
  expect(merge.conflicts).toMatchObject([{ parts: ['source'], deletedBy: null }]);
  const [{ ours, theirs }] = merge.conflicts as [NotebookMerge['conflicts'][number]];
  expect(cellsOf(merge, 'both').map(({ source }) => source)).toEqual([ours!.source, theirs!.source]);
});

test('example8: what both sides changed alike and one side changed further needs nobody', () => {
  const merge = mergeCase('example8');
  expect(merge.conflicts).toEqual([]);
  const [first, second, ...rest] = cellsOf(merge);
  expect(first!.source).toContain('%matplotlib inline');
  expect(first!.source).not.toContain('sinus');
  expect(second!.source).toBe('# one');
  expect(rest).toEqual([]);
});

test('latex: changes in different cells come together, each with the results of its side', () => {
  const merge = mergeCase('latex');
  expect(merge.conflicts).toEqual([]);
  expect(merge.outputsDropped).toBe(0);
  expect(cellsOf(merge).map(({ source, outputs }) => [source, outputs])).toEqual([
    ['from math import sqrt\n\ndef f(x, y):\n    r2 = x**2 + y**2\n    return sqrt(r2)', 0],
    ['l = f(3, 7)\n\nprint(l)', 1],
    ['def g(z):\n    return z**2 + 3.0\ng(9)', 1],
    ['', 0],
    ['Latex text: $a = b$', 0],
  ]);
});

test('mixed: code and tags changed on both sides are asked about, results and counts are not', () => {
  const merge = mergeCase('mixed');
  expect(merge.conflicts.map(({ key, parts }) => [key, parts])).toEqual([
    ['0.0.0', ['source']],
    ['1.1.1', ['source']],
    ['3.3.3', ['source', 'metadata']],
  ]);
  // A side that is chosen brings the results of its code; of code that is nobody's there are none.
  expect(cellsOf(merge, 'theirs').map(({ outputs }) => outputs)).toEqual([1, 1, 1, 4, 0]);
  expect(cellsOf(merge, { source: 'mine()' }).map(({ outputs }) => outputs)).toEqual([0, 0, 1, 0, 0]);
});
