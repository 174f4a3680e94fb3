import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Resolution } from './merge-cells.ts';
import { mergeNotebooks } from './merge-notebooks.ts';
import { readNotebook } from './read-notebook.ts';
import { notebookText, printed, type TestCell } from './testing/notebook-text.ts';

const read = (cells: TestCell[], options?: Parameters<typeof notebookText>[1]) =>
  readNotebook(notebookText(cells, options));
const merge = (base: TestCell[] | null, ours: TestCell[], theirs: TestCell[]) =>
  mergeNotebooks(base && read(base), read(ours), read(theirs));
const sources = (text: string) => readNotebook(text).cells.map(({ source }) => source);

const a = { id: 'a', source: 'load()\n\nclean()\n\nplot()' };
const b = { id: 'b', source: 'show()' };
const c = { id: 'c', source: 'save()' };

test('changes of different cells come together', () => {
  const { conflicts, write } = merge(
    [a, b],
    [{ ...a, source: 'load(1)' }, b],
    [a, { ...b, source: 'show(2)' }],
  );
  expect(conflicts).toEqual([]);
  expect(write({})).toBe(
    notebookText([
      { ...a, source: 'load(1)' },
      { ...b, source: 'show(2)' },
    ]),
  );
});

test('changes of different lines of one cell come together', () => {
  const { conflicts, write } = merge(
    [a],
    [{ ...a, source: 'load(1)\n\nclean()\n\nplot()' }],
    [{ ...a, source: 'load()\n\nclean()\n\nplot(2)' }],
  );
  expect(conflicts).toEqual([]);
  expect(sources(write({}))).toEqual(['load(1)\n\nclean()\n\nplot(2)']);
});

test('the same line changed on both sides is a conflict of that cell alone', () => {
  const { conflicts, write } = merge(
    [a, b],
    [a, { ...b, source: 'show(1)' }],
    [
      { ...a, source: 'load(2)' },
      { ...b, source: 'show(2)' },
    ],
  );
  expect(conflicts).toMatchObject([
    {
      parts: ['source'],
      ours: { source: 'show(1)' },
      theirs: { source: 'show(2)' },
      base: { source: 'show()' },
    },
  ]);
  const choose = (resolution: Resolution) => sources(write({ [conflicts[0]!.key]: resolution }));
  expect(choose('ours')).toEqual(['load(2)', 'show(1)']);
  expect(choose('theirs')).toEqual(['load(2)', 'show(2)']);
  expect(choose('both')).toEqual(['load(2)', 'show(1)', 'show(2)']);
  expect(choose({ source: 'show(3)' })).toEqual(['load(2)', 'show(3)']);
  expect(() => write({})).toThrow(RangeError);
});

test('choosing a side of a conflict keeps what merged by itself in the same cell', () => {
  const { conflicts, write } = merge(
    [b],
    [{ ...b, source: 'show(1)' }],
    [{ ...b, source: 'show(2)', metadata: { tags: ['slow'] } }],
  );
  expect(write({ [conflicts[0]!.key]: 'ours' })).toBe(
    notebookText([{ ...b, source: 'show(1)', metadata: { tags: ['slow'] } }]),
  );
});

test('both sides kept of a conflict have ids of their own', () => {
  const { conflicts, write } = merge([b], [{ ...b, source: 'show(1)' }], [{ ...b, source: 'show(2)' }]);
  const ids = readNotebook(write({ [conflicts[0]!.key]: 'both' })).cells.map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

test('outputs are no conflict: where both sides ran a cell they are dropped, with the count', () => {
  const { conflicts, outputsDropped, write } = merge(
    [{ ...b, outputs: [], count: null }],
    [{ ...b, outputs: [printed('1')], count: 3 }],
    [{ ...b, outputs: [printed('2')], count: 9 }],
  );
  expect(conflicts).toEqual([]);
  expect(outputsDropped).toBe(1);
  expect(write({})).toBe(notebookText([b]));
});

test('outputs of the side that ran the cell are kept', () => {
  const ran = { ...b, outputs: [printed('1')], count: 3 };
  expect(merge([b], [b], [ran]).write({})).toBe(notebookText([ran]));
  expect(merge([b], [ran], [b]).write({})).toBe(notebookText([ran]));
});

test('outputs that do not belong to the merged source are dropped', () => {
  const { write } = merge(
    [a],
    [{ ...a, source: 'load(1)\n\nclean()\n\nplot()', outputs: [printed('1')], count: 1 }],
    [{ ...a, source: 'load()\n\nclean()\n\nplot(2)' }],
  );
  expect(readNotebook(write({})).cells[0]!.outputs).toEqual([]);
});

test('cells that each side added stand where they were added', () => {
  const { conflicts, write } = merge(
    [a, b],
    [a, { id: 'o', source: 'ours' }, b],
    [a, { id: 't', source: 'theirs' }, b, c],
  );
  expect(conflicts).toEqual([]);
  expect(sources(write({}))).toEqual([a.source, 'ours', 'theirs', 'show()', 'save()']);
});

test('a cell that both sides added alike is there once', () => {
  const { write } = merge([a], [a, { id: 'x', source: 'same' }], [a, { id: 'y', source: 'same' }]);
  expect(sources(write({}))).toEqual([a.source, 'same']);
});

test('a cell removed on one side and unchanged or only run on the other is removed', () => {
  expect(sources(merge([a, b], [a], [a, { ...b, outputs: [printed('1')], count: 1 }]).write({}))).toEqual([
    a.source,
  ]);
});

test('a cell removed on one side and changed on the other is a conflict', () => {
  const { conflicts, write } = merge([a, b, c], [a, c], [a, { ...b, source: 'show(2)' }, c]);
  expect(conflicts).toMatchObject([{ deletedBy: 'ours', theirs: { source: 'show(2)' }, ours: null }]);
  const { key } = conflicts[0]!;
  expect(sources(write({ [key]: 'ours' }))).toEqual([a.source, 'save()']);
  expect(sources(write({ [key]: 'theirs' }))).toEqual([a.source, 'show(2)', 'save()']);
});

test('a cell that one side moved and the other changed is moved and changed', () => {
  const { conflicts, write } = merge([a, b, c], [b, c, a], [{ ...a, source: 'load(9)' }, b, c]);
  expect(conflicts).toEqual([]);
  expect(sources(write({}))).toEqual(['show()', 'save()', 'load(9)']);
  expect(sources(merge([a, b, c], [{ ...a, source: 'load(9)' }, b, c], [b, c, a]).write({}))).toEqual([
    'show()',
    'save()',
    'load(9)',
  ]);
});

test('tags changed on both sides are a conflict, what tools write is not', () => {
  const tagged = (tags: string[], collapsed: boolean) => [{ ...b, metadata: { tags, collapsed } }];
  expect(merge(tagged([], false), tagged([], true), tagged(['x'], false)).conflicts).toEqual([]);
  expect(merge(tagged(['x'], false), tagged(['y'], true), tagged(['z'], false)).conflicts).toMatchObject([
    { parts: ['metadata'] },
  ]);
});

test('the kernel of ours stays when both sides changed it', () => {
  const withKernel = (version: string) => read([a], { metadata: { language_info: { version } } });
  const { metadataConflicts, write } = mergeNotebooks(withKernel('1'), withKernel('2'), withKernel('3'));
  expect(metadataConflicts).toEqual([]);
  expect(write({})).toBe(notebookText([a], { metadata: { language_info: { version: '2' } } }));
});

test('both sides added the notebook: what differs is a conflict', () => {
  const { conflicts } = merge(null, [a, b], [a, { ...b, source: 'other()' }]);
  expect(conflicts).toMatchObject([{ base: null, parts: ['source'] }]);
});

test('a file written in another style comes out in the style of ours', () => {
  const compact = (cells: TestCell[]) => JSON.stringify(JSON.parse(notebookText(cells)));
  const { write } = mergeNotebooks(read([a]), read([a]), readNotebook(compact([a, b])));
  expect(write({})).toBe(notebookText([a, b]));
});

test('a notebook that one side brought to format 4.5 gets ids for all its cells', () => {
  const old = [{ source: 'x = 1' }, { source: 'y = 2' }];
  const { write } = mergeNotebooks(
    read(old, { minor: 4 }),
    read([...old, { source: 'z = 3' }], { minor: 4 }),
    read(
      [
        { id: 'one', source: 'x = 1' },
        { id: 'two', source: 'y = 2' },
      ],
      { minor: 5 },
    ),
  );
  const merged = readNotebook(write({}));
  expect(merged.formatMinor).toBe(5);
  expect(merged.cells.map(({ id }) => id)).toEqual(['one', 'two', expect.stringMatching(/^[0-9a-f]{8}$/)]);
});

const cells = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    source: fc.constantFrom('', 'x = 1', 'x = 2\ny = 1', 'plot(x)', '# text\n\nmore'),
    outputs: fc.constantFrom<unknown[]>([], [printed('1')], [printed('2')]),
  }),
  { selector: ({ id }) => id, maxLength: 6 },
);

test('a side that changed nothing adds nothing: the other side comes out, byte for byte', () => {
  fc.assert(
    fc.property(cells, cells, (base, changed) => {
      expect(merge(base, changed, base).write({})).toBe(notebookText(changed));
      expect(merge(base, changed, changed).write({})).toBe(notebookText(changed));
      const { conflicts, write } = merge(base, base, changed);
      expect(conflicts).toEqual([]);
      expect(sources(write({})).toSorted()).toEqual(changed.map(({ source }) => source).toSorted());
    }),
  );
});

test('whatever both sides did, the merged notebook is whole, with unique ids', () => {
  fc.assert(
    fc.property(
      cells,
      cells,
      cells,
      fc.constantFrom<Resolution>('ours', 'theirs', 'both'),
      (base, ours, theirs, all) => {
        const { conflicts, write } = merge(base, ours, theirs);
        const merged = readNotebook(write(Object.fromEntries(conflicts.map(({ key }) => [key, all]))));
        const ids = merged.cells.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
  );
});
