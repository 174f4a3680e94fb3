import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importIpynb } from '../ipynb/import-ipynb.ts';
import type { Block, Notebook } from '../native/document.ts';
import { parseDeepnote } from '../native/read-document.ts';
import { writeDeepnote } from '../native/write-document.ts';
import { anyFile, block, deepnoteFile } from '../testing/native-files.ts';
import { notebookText } from '../testing/notebook-text.ts';
import { realNames, realNotebook } from '../testing/real-notebooks.ts';
import { blockToMergedCell, mergedCellToBlock } from './block-as-cell.ts';
import { compareNotebooks } from './compare-notebooks.ts';
import { inTermsOfNotebook, withKnownIds } from './in-terms-of.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { withUniqueIds } from './unique-ids.ts';
import { writeOverFile } from './write-over-file.ts';

const named = { id: 'n', name: 'Sales' };
const read = (text: string) => importIpynb(text, named);
const twoLines = { name: 'stdout', output_type: 'stream', text: ['one\n', 'two\n'] };
/** As Jupyter wrote notebooks before cells had ids. */
const fileOf = (...sources: string[]) =>
  notebookText(
    sources.map((source) => ({ source, outputs: [twoLines] })),
    { minor: 4 },
  );
const edited = (notebook: Notebook, index: number, content: string): Notebook => ({
  ...notebook,
  blocks: notebook.blocks.map((one, at) => (at === index ? { ...one, content } : one)),
});
const sourcesOf = ({ blocks }: Notebook) => blocks.map(({ content }) => content);
const idsOf = ({ blocks }: Notebook) => blocks.map(({ id }) => id);
/** What a block says, apart from its place and from how a file wrote it. */
const said = ({ sortingKey: _, contentHash: __, ...kept }: Block) => {
  const { ipynb, ...metadata } = kept.metadata;
  const { written: ___, ...facts } = (ipynb ?? {}) as Record<string, never>;
  return { ...kept, metadata: Object.keys(facts).length > 0 ? { ...metadata, ipynb: facts } : metadata };
};

describe('a block that is merged like a cell', () => {
  test.each(realNames.filter((name) => !/^(invalid|test3$)/.test(name)))(
    'says all that it said: %s',
    (name) => {
      for (const one of read(realNotebook(name)).blocks)
        expect(mergedCellToBlock(blockToMergedCell(one).node)).toEqual({ ...said(one), sortingKey: '' });
    },
  );

  test('says all that it said, of any type', () => {
    fc.assert(
      fc.property(anyFile, ({ project }) => {
        for (const one of project.notebooks[0]!.blocks)
          expect(mergedCellToBlock(blockToMergedCell(one).node)).toEqual({ ...said(one), sortingKey: '' });
      }),
    );
  });
});

describe('a notebook and its file', () => {
  const text = fileOf('a = 1', 'b = 2', 'c = 3');

  test('both changes come together when they are in different blocks, whose ids stay', () => {
    const base = read(text);
    const theirs = withKnownIds(base, read(fileOf('a = 1', 'b = 2', 'new = 1', 'c = 300')));
    const merge = mergeBlocks(base, edited(base, 0, 'a = 100'), theirs);
    expect(merge.conflicts).toEqual([]);
    const merged = merge.write({});
    expect(sourcesOf(merged)).toEqual(['a = 100', 'b = 2', 'new = 1', 'c = 300']);
    expect(idsOf(merged).toSpliced(2, 1)).toEqual(idsOf(base));
  });

  test('a block that both changed is asked about, and becomes what was decided', () => {
    const base = read(text);
    const theirs = withKnownIds(base, read(fileOf('a = 1', 'b = 3', 'c = 3')));
    const { conflicts, write } = mergeBlocks(base, edited(base, 1, 'b = 4'), theirs);
    expect(conflicts).toMatchObject([
      { parts: ['source'], ours: { source: 'b = 4' }, theirs: { source: 'b = 3' } },
    ]);
    const decide = (resolution: 'ours' | 'theirs' | 'both' | { source: string }) =>
      write({ [conflicts[0]!.key]: resolution });
    expect(sourcesOf(decide('theirs'))[1]).toBe('b = 3');
    expect(sourcesOf(decide({ source: 'b = 5' }))[1]).toBe('b = 5');
    expect(sourcesOf(decide('both'))).toEqual(['a = 1', 'b = 4', 'b = 3', 'c = 3']);
    expect(new Set(idsOf(decide('both'))).size).toBe(4);
  });

  test('a changed block is one difference, also when the file knows no ids and the block changes again', () => {
    const notebook = read(text);
    const standing = { format: 'ipynb', notebookId: 'n' } as const;
    const once = edited(notebook, 1, 'b = 20');
    const first = writeOverFile(once, { ...standing, text }, { outputs: true });
    expect(first).toBe(text.replace('b = 2', 'b = 20'));
    const fileIds = new Map(read(first).blocks.map(({ id }, index) => [once.blocks[index]!.id, id]));
    const odd = first.replace('"name": "stdout"', '"name" : "stdout"');
    expect(writeOverFile(once, { ...standing, text: odd, fileIds }, { outputs: true })).toBe(odd);
    const known = withKnownIds(once, read(first));
    expect(idsOf(known)).toEqual(idsOf(once));
  });

  test('outputs that the notebook holds in other terms than the file are no change of the file', () => {
    const file = read(text);
    const outputs = [{ name: 'stdout', output_type: 'stream', text: 'one\ntwo\n' }];
    const notebook = { ...file, blocks: file.blocks.map((one) => ({ ...one, outputs })) };
    const now = inTermsOfNotebook({ notebook, file }, read(text.replace('c = 3', 'c = 4')));
    const known = withKnownIds(file, read(text.replace('c = 3', 'c = 4')));
    expect(
      compareNotebooks(notebook, inTermsOfNotebook({ notebook, file }, known), { outputs: true }),
    ).toEqual({
      isChanged: true,
      blocks: 1,
    });
    expect(now.blocks[0]!.outputs).toEqual(outputs);
  });

  test('runs count as changes only where outputs are written', () => {
    const before = read(text);
    const after = { ...before, blocks: before.blocks.map((one) => ({ ...one, outputs: [] })) };
    expect(compareNotebooks(before, after, { outputs: false }).isChanged).toBe(false);
    expect(compareNotebooks(before, after, { outputs: true })).toEqual({ isChanged: true, blocks: 3 });
  });

  test('the kernel that the file names now is taken over', () => {
    const base = read(text);
    const theirs = read(
      text.replace('"metadata": {},\n "nbf', '"metadata": {"kernelspec": {"name": "r"}},\n "nbf'),
    );
    expect(compareNotebooks(base, theirs, { outputs: true })).toEqual({ isChanged: true, blocks: 0 });
    expect(mergeBlocks(base, edited(base, 0, 'x'), theirs).write({}).ipynb).toMatchObject({
      metadata: { kernelspec: { name: 'r' } },
    });
  });

  test('how a cell was written is kept through a merge', () => {
    const precise = text.replace(
      '"metadata": {},\n   "outputs"',
      '"metadata": {"scale": 1.0},\n   "outputs"',
    );
    const base = read(precise);
    const merged = mergeBlocks(base, edited(base, 1, 'b = 9'), base).write({});
    expect(
      writeOverFile(merged, { format: 'ipynb', text: precise, notebookId: 'n' }, { outputs: true }),
    ).toBe(precise.replace('b = 2', 'b = 9'));
    expect(merged.blocks[0]!.metadata).toEqual(base.blocks[0]!.metadata);
  });
});

describe('a notebook of a .deepnote file', () => {
  const keyed = (id: string, content: string, sortingKey: string) => block(id, content, { sortingKey });
  const single = deepnoteFile([keyed('a', 'a = 1', 'z'), keyed('b', 'b = 2', 'y')]);
  const other = { id: 'other', name: 'Other', blocks: [keyed('a', 'x = 1', '0')] };
  const text = writeDeepnote({
    ...single,
    project: { ...single.project, notebooks: [...single.project.notebooks, other] },
  }).replace('name: Other', 'name:   Other # of old');

  test('is written over it without a change of the others, or of what did not change', () => {
    const [notebook] = parseDeepnote(text).project.notebooks as [Notebook];
    const standing = { format: 'deepnote', text, notebookId: 'notebook' } as const;
    const renamed = { ...notebook, id: 'ours', name: 'Renamed here' };
    expect(writeOverFile(renamed, standing, { outputs: true })).toBe(text);
    // A live document gives members in no order.
    const reversed = (one: Block) => Object.fromEntries(Object.entries(one).reverse()) as Block;
    const shuffled = { ...renamed, blocks: renamed.blocks.map(reversed) };
    expect(writeOverFile(edited(shuffled, 1, 'b = 3'), standing, { outputs: true })).toBe(
      text.replace('b = 2', 'b = 3'),
    );
  });

  test('is put at the end when the file does not hold it', () => {
    const added = { id: 'ours', name: 'New', blocks: [block('c', 'c')] };
    const written = writeOverFile(added, { format: 'deepnote', text, notebookId: 'new' }, { outputs: false });
    expect(parseDeepnote(written).project.notebooks.map(({ id, name }) => [id, name])).toEqual([
      ['notebook', 'Report'],
      ['other', 'Other'],
      ['new', 'New'],
    ]);
  });

  test('gets an id of its own for every block', () => {
    const blocks = [block('a', '1'), block('a', '2'), block('', '3'), block('a-2', '4')];
    expect(idsOf(withUniqueIds({ ...named, blocks }))).toEqual(['a', 'a-3', 'block-2', 'a-2']);
  });
});
