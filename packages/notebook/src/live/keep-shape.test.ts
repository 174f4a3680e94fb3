import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Block } from '../native/document.ts';
import { insertBlock } from './edit-blocks.ts';
import { keepShape } from './keep-shape.ts';
import {
  fillLiveNotebook,
  liveBlocks,
  orderedIds,
  outputsOf,
  readLiveNotebook,
  sourceOf,
} from './live-notebook.ts';

const named = { id: 'n', name: 'Sales' };
const block = (id: string, content = id): Block => ({
  id,
  type: 'code',
  blockGroup: id,
  sortingKey: '',
  content,
  metadata: {},
  outputs: [],
});

/** A document as the server has it, and a page that changes it as it likes. */
function shared(): { doc: Y.Doc; page: Y.Doc; send(): void } {
  const doc = new Y.Doc();
  fillLiveNotebook(doc, { ...named, blocks: [block('a'), block('b')] });
  keepShape(doc);
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(doc));
  return { doc, page, send: () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(page)) };
}

const change = (set: (blocks: Y.Map<unknown>) => void) => (page: Y.Doc) =>
  page.transact(() => set(page.getMap('blocks')));
const inBlock = (members: Record<string, unknown>) =>
  change((blocks) => {
    const made = new Y.Map<unknown>();
    blocks.set('x', made);
    for (const [name, value] of Object.entries(members)) made.set(name, value);
  });
/** In a document: elsewhere, Yjs goes into the depth itself. */
function deepen(map: Y.Map<unknown>, levels: number): void {
  let inner = map;
  for (let level = 0; level < levels; level++) {
    const next = new Y.Map<unknown>();
    inner.set('in', next);
    inner = next;
  }
}

const nasty: Record<string, (page: Y.Doc) => void> = {
  'a text in the place of a block': change((blocks) => blocks.set('a', 'text')),
  'a document in the place of a block': change((blocks) => blocks.set('a', new Y.Doc())),
  'a block with nothing in it': inBlock({}),
  'members of other kinds': inBlock({
    type: 5,
    content: 7,
    metadata: 'm',
    outputs: 'o',
    place: 12,
    blockGroup: {},
  }),
  'plain values where there should be shared ones': inBlock({
    type: 'code',
    content: 'x',
    metadata: {},
    outputs: [],
  }),
  'bytes, documents, XML and large numbers': inBlock({
    a: new Uint8Array(3),
    b: new Y.Doc(),
    c: new Y.XmlFragment(),
    d: 5n,
    outputs: Y.Array.from([new Uint8Array(2), null, 'text', { output_type: 'stream', d: 5n }]),
  }),
  'an id of its own, and what it would inherit from': inBlock({ id: 'b', ['__proto__']: 1, constructor: 2 }),
  'members by which Yjs would tell what they are': inBlock({
    metadata: { a: { constructor: 'x', b: { constructor: null } } },
    outputs: [{ output_type: 'stream', constructor: 1 }],
  }),
  'thousands of levels': (page) => {
    const inMetadata = new Y.Map<unknown>();
    liveBlocks(page).get('a')!.set('metadata', inMetadata);
    deepen(inMetadata, 1000);
    const output = new Y.Map<unknown>();
    outputsOf(liveBlocks(page).get('a')!)!.push([output]);
    deepen(output, 1000);
  },
  'places between which there is nothing': change((blocks) => {
    for (const [id, place] of ['', '0', '00', 'A', '😀', '~~', 'a0'].entries()) {
      const made = new Y.Map<unknown>();
      made.set('place', place);
      blocks.set(`p${id}`, made);
    }
  }),
  'things in the midst of a source': (page) => {
    const source = sourceOf(liveBlocks(page).get('a')!)!;
    source.insertEmbed(1, { image: 'x' });
    source.insertEmbed(0, new Y.Text('inside'));
    source.insert(0, 'b', { bold: true });
  },
  'lists in the places of maps': (page) => {
    page.getArray('more').push([1]);
    const foreign = new Y.Doc();
    foreign.getArray('blocks').push(['in no place']);
    foreign.getArray('notebook').push(['in no place']);
    Y.applyUpdate(page, Y.encodeStateAsUpdate(foreign));
  },
};

describe('a document that gets', () => {
  test.each(Object.entries(nasty))('%s', (_, spoil) => {
    const { doc, page, send } = shared();
    spoil(page);
    send();

    for (const live of liveBlocks(doc).values()) {
      expect(live).toBeInstanceOf(Y.Map);
      expect(live.get('metadata')).toBeInstanceOf(Y.Map);
    }
    insertBlock(doc, block('new', 'new'), orderedIds(doc)[0]!);
    insertBlock(doc, block('last', 'last'), null);
    const read = readLiveNotebook(doc, named);
    expect(JSON.parse(JSON.stringify(read))).toEqual(read);
    expect(read.blocks.map(({ id }) => id)).toEqual(orderedIds(doc));
    expect(read.blocks[0]!.id).toBe('new');
    expect(read.blocks.at(-1)!.id).toBe('last');
    expect(read.blocks.find(({ id }) => id === 'b')!.content).toBe('b');
    const again = new Y.Doc();
    Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
    expect(readLiveNotebook(again, named)).toEqual(read);
  });

  test('what it should is not touched', () => {
    const { doc, page, send } = shared();
    let updates = 0;
    doc.on('update', () => updates++);
    insertBlock(page, block('c'), 'b');
    sourceOf(liveBlocks(page).get('a')!)!.insert(0, 'x');
    send();
    expect(updates).toBe(1);
    expect(readLiveNotebook(doc, named).blocks.map(({ content }) => content)).toEqual(['xa', 'c', 'b']);
  });

  test('one nest of values in another, update after update, ends it', () => {
    const { doc, page, send } = shared();
    const metadata = () => liveBlocks(page).get('a')!.get('metadata') as Y.Map<unknown>;
    let inner = metadata();
    for (let updates = 0; updates < 100; updates++) {
      inner = inner.set('in', new Y.Map());
      send();
    }
    let depth = 0;
    const live = liveBlocks(doc).get('a')!.get('metadata');
    for (let map = live; map instanceof Y.Map; map = map.get('in')) depth++;
    expect(depth).toBeLessThan(15);
    expect(readLiveNotebook(doc, named).blocks).toHaveLength(2);
  });

  test('things in a source keeps the letters', () => {
    const { doc, page, send } = shared();
    nasty['things in the midst of a source']!(page);
    send();
    expect(sourceOf(liveBlocks(doc).get('a')!)!.toDelta()).toMatchObject([{ insert: 'b' }, { insert: 'a' }]);
  });
});
