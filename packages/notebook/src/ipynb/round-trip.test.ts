import { deserializeDeepnoteFile } from '@deepnote/blocks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Notebook, newDeepnoteFile } from '../native/document.ts';
import { parseDeepnote } from '../native/read-document.ts';
import { writeDeepnote } from '../native/write-document.ts';
import { readNotebook } from '../read-notebook.ts';
import { anyNotebookText } from '../testing/any-notebook.ts';
import { nastyText } from '../testing/native-files.ts';
import { notebookText, printed } from '../testing/notebook-text.ts';
import { faultsOf, realNames, realNotebook } from '../testing/real-notebooks.ts';
import { exportIpynb } from './export-ipynb.ts';
import { importIpynb } from './import-ipynb.ts';

const read = (text: string) => importIpynb(text, { id: 'notebook', name: 'Report' });
const write = (notebook: Notebook, original?: string) => exportIpynb(notebook, { outputs: true, original });

/** Through a `.deepnote` file that other tools can open, too. */
function throughFile(notebook: Notebook): Notebook {
  const text = writeDeepnote(newDeepnoteFile({ id: 'p', name: 'P' }, [notebook], '2026-01-02T03:04:05Z'));
  expect(deserializeDeepnoteFile(text).project.notebooks[0]!.blocks).toHaveLength(notebook.blocks.length);
  return parseDeepnote(text).project.notebooks[0]!;
}

test('any notebook comes back byte for byte, whichever tool wrote it, also through a .deepnote file', () => {
  fc.assert(
    fc.property(anyNotebookText, (text) => {
      expect(faultsOf(text)).toEqual([]);
      const notebook = read(text);
      expect(write(notebook)).toBe(text);
      expect(write(notebook, text)).toBe(text);
      expect(write(throughFile(notebook))).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('a changed source changes its cell and nothing else, byte for byte', () => {
  fc.assert(
    fc.property(anyNotebookText, nastyText, fc.nat(4), fc.boolean(), (text, content, at, hasOriginal) => {
      const notebook = read(text);
      fc.pre(at < notebook.blocks.length && notebook.blocks[at]!.content !== content);
      const [before, after] = around(text, at);
      notebook.blocks[at]!.content = content;
      const written = write(throughFile(notebook), hasOriginal ? text : undefined);
      expect(faultsOf(written)).toEqual([]);
      expect(read(written).blocks[at]!.content).toBe(content);
      expect(written.startsWith(before)).toBe(true);
      expect(written.endsWith(after)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** The text before a cell and behind it. */
function around(text: string, at: number): [string, string] {
  const { start, end } = readNotebook(text).cells[at]!.node;
  return [text.slice(0, start), text.slice(end)];
}

const broken = ['invalid_cell_id', 'v4_5_no_cell_id', 'no_min_version', 'cellids--base'];
const old = ['test3'];
const future = ['test4plus'];
const valid = realNames.filter((name) => ![...broken, ...old].includes(name));

test.each(valid)('%s comes back byte for byte', (name) => {
  const text = realNotebook(name);
  expect(write(throughFile(read(text)))).toBe(text);
  expect(write(read(text), text)).toBe(text);
  if (!future.includes(name)) expect(faultsOf(exportIpynb(read(text), { outputs: false }))).toEqual([]);
});

test.each([...broken, ...old])(
  '%s, which is not valid, becomes a valid notebook that loses nothing',
  (name) => {
    const text = realNotebook(name);
    const written = write(throughFile(read(text)), text);
    expect(faultsOf(written)).toEqual([]);
    expect(read(written).blocks.map(({ content, outputs }) => [content, outputs])).toEqual(
      read(text).blocks.map(({ content, outputs }) => [content, outputs]),
    );
    expect(write(read(written))).toBe(written);
  },
);

test('one changed cell of a real notebook is one changed line, one more cell one more', () => {
  const text = realNotebook('test4');
  const notebook = read(text);
  const block = notebook.blocks.find(({ content }) => content?.includes('\n'))!;
  block.content = block.content!.replace('\n', ' changed\n');
  const lines = (one: string) => new Set(one.split('\n'));
  for (const original of [text, undefined]) {
    const written = write(notebook, original);
    expect([...lines(text).difference(lines(written))]).toHaveLength(1);
    expect(written.split('\n')).toHaveLength(text.split('\n').length);
  }
});

test('cells that move or go take their text along; those that come are written in the style of the file', () => {
  const text = `${JSON.stringify(
    {
      nbformat_minor: 5,
      cells: [
        { source: 'a', id: 'a', cell_type: 'raw', metadata: { n: 1 } },
        { source: 'b', id: 'b', cell_type: 'raw', metadata: {} },
      ],
      metadata: {},
      nbformat: 4,
    },
    null,
    4,
  )}`;
  const notebook = read(text);
  const [a, b] = notebook.blocks as [Notebook['blocks'][0], Notebook['blocks'][0]];
  notebook.blocks = [b, { ...b, id: 'c', blockGroup: 'c', metadata: {}, content: 'new' }, a];
  const cells = [
    { source: 'b', id: 'b', cell_type: 'raw', metadata: {} },
    { cell_type: 'markdown', id: 'c', metadata: {}, source: 'new' },
    { source: 'a', id: 'a', cell_type: 'raw', metadata: { n: 1 } },
  ];
  expect(write(notebook, text)).toBe(
    JSON.stringify({ nbformat_minor: 5, cells, metadata: {}, nbformat: 4 }, null, 4),
  );
  expect(write(notebook)).toBe(write(notebook, text));
});

test('outputs can be left out', () => {
  const outputs = [printed('secret\n')];
  const text = notebookText([{ id: 'a', source: 'print(1)', outputs, count: 3 }]);
  const without = notebookText([{ id: 'a', source: 'print(1)' }]);
  for (const original of [text, undefined])
    expect(exportIpynb(read(text), { outputs: false, original })).toBe(without);
});

test('a notebook that was made here is written as Jupyter writes, and its file knows it again', () => {
  const notebook: Notebook = {
    id: 'n-1',
    name: 'Report',
    blocks: [
      { id: 'a', type: 'code', blockGroup: 'a', sortingKey: '0', content: 'x = "é"\ny', metadata: {} },
    ],
  };
  const text = write(notebook);
  expect(text).toBe(`{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "a",
   "metadata": {},
   "outputs": [],
   "source": [
    "x = \\"é\\"\\n",
    "y"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3 (ipykernel)",
   "language": "python",
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  },
  "notelab": {
   "notebook_id": "n-1"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`);
  expect(faultsOf(text)).toEqual([]);
  expect(importIpynb(text, { id: 'other', name: 'Renamed' })).toMatchObject({ id: 'n-1', name: 'Renamed' });
});

test('ids that come twice are made unique; everything else of the cells stays', () => {
  const text = notebookText([
    { id: 'same', source: '1' },
    { id: 'same', source: '2' },
    { id: 'same', source: '2' },
  ]);
  const ids = read(text).blocks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toBe('same');
  expect(read(text).blocks.map(({ id }) => id)).toEqual(ids);
  const written = write(read(text), text);
  expect(faultsOf(written)).toEqual([]);
  expect(written.split('\n').filter((line) => !text.includes(line))).toEqual(
    ids.slice(1).map((id) => `   "id": "${id}",`),
  );
});

test('5,000 cells, without ids and all alike, come back byte for byte', () => {
  const cells = Array.from({ length: 5000 }, (_, index) => ({
    source: index % 2 ? '' : 'x',
    outputs: [printed('1')],
  }));
  const text = notebookText(cells, { minor: 4 });
  const notebook = read(text);
  expect(new Set(notebook.blocks.map(({ id }) => id)).size).toBe(5000);
  expect(write(notebook)).toBe(text);
  expect(write(notebook, text)).toBe(text);
});
