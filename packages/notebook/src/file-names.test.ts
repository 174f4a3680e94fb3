import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignFileNames, toFileName } from './file-names.ts';

test.each([
  ['Sales 2026', 'Sales 2026'],
  ['A/B', 'A-B'],
  ['../../etc/passwd', 'etc-passwd'],
  ['.hidden', 'hidden'],
  ['-rf', 'rf'],
  ['CON', 'CON-notebook'],
  ['Umsätze: März?', 'Umsätze- März'],
  ['a\u202Egpj.exe\0', 'a-gpj.exe'],
  ['', 'notebook'],
  ['...', 'notebook'],
])('%j becomes the file name %j', (name, fileName) => {
  expect(toFileName(name)).toBe(fileName);
});

test('whatever notebooks are called, every one gets a file of its own that any disk takes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a/b', 'A:B', 'a-b-2')), {
        maxLength: 8,
      }),
      (names) => {
        const notebooks = names.map((name, index) => ({ id: String(index), name }));
        const given = [...assignFileNames(notebooks, '.ipynb').values()];
        expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of given) {
          expect(name).toMatch(/^[^\s.~/\\-][^/\\:*?"<>|]*\.ipynb$/u);
          expect(new TextEncoder().encode(name).length).toBeLessThan(255);
        }
      },
    ),
  );
});

test('a notebook keeps its file while that goes with its name, and gets another one when it is renamed', () => {
  const notebooks = [
    { id: 'one', name: 'A/B' },
    { id: 'two', name: 'A:B' },
  ];
  const first = assignFileNames(notebooks, '.ipynb');
  expect([...first]).toEqual([
    ['one', 'A-B.ipynb'],
    ['two', 'A-B-2.ipynb'],
  ]);
  const existing = [...first].map(([notebookId, fileName]) => ({ notebookId, fileName }));
  expect(assignFileNames(notebooks.toReversed(), '.ipynb', existing).get('two')).toBe('A-B-2.ipynb');
  const renamed = assignFileNames([{ id: 'one', name: 'New' }], '.ipynb', existing);
  expect([...renamed]).toEqual([['one', 'New.ipynb']]);
  expect(assignFileNames([{ id: 'new', name: 'a-b' }], '.ipynb', existing).get('new')).toBe('a-b-3.ipynb');
});
