import { deserializeDeepnoteFile, serializeDeepnoteFile } from '@deepnote/blocks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFile, block, deepnoteFile, nastyText } from '../testing/native-files.ts';
import { blockTypes, type DeepnoteFile } from './document.ts';
import { parseDeepnote } from './read-document.ts';
import { writeDeepnote } from './write-document.ts';

const blocksOf = (file: DeepnoteFile) => file.project.notebooks[0]!.blocks;
const oracle = (text: string) => deserializeDeepnoteFile(text).project.notebooks[0]!.blocks;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('any file comes back as it was written, loads in other tools, and is written again the same', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const text = writeDeepnote(file);
      const read = parseDeepnote(text);
      const keyless = (one: DeepnoteFile) => blocksOf(one).map((each) => ({ ...each, sortingKey: '' }));
      expect(keyless(read)).toEqual(keyless(file));
      expect(oracle(text).map(({ content }) => content)).toEqual(
        blocksOf(file).map(({ content }) => content),
      );
      expect(writeDeepnote(read)).toBe(text);
      expect(writeDeepnote(read, text)).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('files of other tools stay byte for byte, unless those tools could not open them themselves', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const text = serializeDeepnoteFile(file as never);
      const written = writeDeepnote(parseDeepnote(text), text);
      expect(plain(oracle(written))).toEqual(plain(blocksOf(parseDeepnote(text))));
      if (loads(text)) expect(written).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('what only looks like the beginning of a line does not keep other tools from opening a file', () => {
  const metadata = { 'a\u2028- !tag': 'b\u2029- !other' };
  const file = deepnoteFile([block('a', 'x', { metadata })]);
  const text = serializeDeepnoteFile(file as never);
  for (const written of [writeDeepnote(file), writeDeepnote(parseDeepnote(text), text)])
    expect(oracle(written)[0]!.metadata).toEqual(metadata);
});

test('a changed block leaves the lines of everything else as they were, comments and odd layout included', () => {
  fc.assert(
    fc.property(anyFile, nastyText, fc.nat(4), (file, content, at) => {
      const text = serializeDeepnoteFile(file as never).replace('metadata:\n', '# kept\nmetadata:\n');
      fc.pre(loads(text) && at < blocksOf(file).length && blocksOf(file)[at]!.content !== '');
      const read = parseDeepnote(text);
      blocksOf(read)[at]!.content = content;
      const written = writeDeepnote(read, text);
      expect(blocksOf(parseDeepnote(written))).toEqual(blocksOf(read));
      expect(oracle(written)[at]!.content).toBe(content);
      const [before, after] = around(text, at);
      expect(written.startsWith(before)).toBe(true);
      expect(written.endsWith(after)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** The text up to the id of a block, and from the id of the next one on. */
function around(text: string, at: number): [string, string] {
  const end = text.indexOf(`id: b${at + 1}\n`);
  return [text.slice(0, text.indexOf(`id: b${at}\n`)), end === -1 ? '' : text.slice(end)];
}

function loads(text: string): boolean {
  try {
    return Boolean(deserializeDeepnoteFile(text));
  } catch {
    return false;
  }
}

test('all types of blocks are kept with their fields, and load in other tools', () => {
  const blocks = blockTypes.map((type, index) =>
    block(`b${index}`, '', {
      type,
      metadata: type === 'notebook-function' ? { function_notebook_id: null } : {},
    }),
  );
  const text = writeDeepnote(deepnoteFile(blocks));
  expect(oracle(text).map(({ type }) => type)).toEqual([...blockTypes]);
  expect(blocksOf(parseDeepnote(text)).map(({ type }) => type)).toEqual([...blockTypes]);
});

test('fields and types of blocks that nobody knows yet are kept', () => {
  const file = deepnoteFile([block('a', 'x = 1', { type: 'hologram', depth: { cm: 3 }, outputs: [1.5] })]);
  const read = parseDeepnote(writeDeepnote({ ...file, future: ['yes', null, false] }));
  expect(read.future).toEqual(['yes', null, false]);
  expect(blocksOf(read)[0]).toMatchObject({ type: 'hologram', depth: { cm: 3 }, outputs: [1.5] });
});

test('a file is pleasant to read', () => {
  const text = writeDeepnote(
    deepnoteFile([block('a', 'import pandas\n\nframe = 1'), block('b', '', { type: 'separator' })]),
  );
  expect(text).toBe(`metadata:
  createdAt: "2026-01-02T03:04:05.000Z"
project:
  id: project
  name: Sales
  notebooks:
    - id: notebook
      name: Report
      blocks:
        - id: a
          type: code
          blockGroup: group-a
          sortingKey: "000000"
          content: |-
            import pandas

            frame = 1
          metadata: {}
        - id: b
          type: separator
          blockGroup: group-b
          sortingKey: "000001"
          content: ""
          metadata: {}
version: "1.0.0"
`);
});

test('a block put between others changes nothing but its own lines; a moved one gets another sorting key', () => {
  const text = writeDeepnote(deepnoteFile([block('a', '1'), block('b', '2'), block('c', '3')]));
  const file = parseDeepnote(text);
  blocksOf(file).splice(1, 0, block('new', 'between'));
  const longer = writeDeepnote(file, text);
  const lines = text.split('\n');
  expect(longer.split('\n').filter((line) => !lines.includes(line))).toEqual([
    '        - id: new',
    '          blockGroup: group-new',
    '          sortingKey: "000000i"',
    '          content: between',
  ]);
  const moved = parseDeepnote(text);
  blocksOf(moved).unshift(...blocksOf(moved).splice(2, 1));
  const keys = blocksOf(parseDeepnote(writeDeepnote(moved, text))).map(({ id, sortingKey }) => [
    id,
    sortingKey,
  ]);
  expect(keys.map(([id]) => id)).toEqual(['c', 'a', 'b']);
  expect(keys.map(([, key]) => key)).toEqual(keys.map(([, key]) => key).toSorted());
  expect(new Set(keys.map(([, key]) => key)).size).toBe(3);
});

test('the hash of a content that changed is left out', () => {
  const text = writeDeepnote(
    deepnoteFile([
      block('a', '1', { contentHash: 'sha256:aa' }),
      block('b', '2', { contentHash: 'sha256:bb' }),
    ]),
  );
  const file = parseDeepnote(text);
  blocksOf(file)[0]!.content = '3';
  expect(blocksOf(parseDeepnote(writeDeepnote(file, text))).map(({ contentHash }) => contentHash)).toEqual([
    undefined,
    'sha256:bb',
  ]);
});

test('texts of nothing but blanks, and thousands of blocks in a file, do not keep anybody waiting', () => {
  const blanks = deepnoteFile([block('a', '\n'.repeat(400_000)), block('b', '\n \t'.repeat(100_000))]);
  expect(blocksOf(parseDeepnote(writeDeepnote(blanks))).map(({ content }) => content?.length)).toEqual([
    400_000, 300_000,
  ]);
  const many = deepnoteFile(Array.from({ length: 3000 }, (_, index) => block(`b${index}`, '? '.repeat(100))));
  const text = writeDeepnote(many);
  blocksOf(many)[0]!.content = 'changed';
  expect(writeDeepnote(many, text)).toContain('changed');
});
