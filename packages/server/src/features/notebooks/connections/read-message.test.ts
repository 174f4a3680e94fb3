import { fillLiveNotebook } from '@notelab/notebook/live';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readUpdate } from './read-message.ts';

function updateOf(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => change(doc));
  return Y.encodeStateAsUpdate(doc);
}

describe('an update', () => {
  test('says how many blocks it adds, and how far it reaches', () => {
    const block = (id: string) => ({
      id,
      type: 'code',
      blockGroup: id,
      sortingKey: '',
      content: 'x',
      metadata: { a: 1 },
      outputs: [{ output_type: 'stream' }],
    });
    const blocks = Array.from({ length: 300 }, (_, index) => block(`b${index}`));
    const doc = new Y.Doc();
    fillLiveNotebook(doc, { id: 'n', name: 'Sales', blocks });
    const facts = readUpdate(Y.encodeStateAsUpdate(doc))!;
    expect(facts.newBlocks).toBe(300);
    expect(facts.reach).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
  });

  test('is none when it cannot be read', () => {
    for (const bytes of [[], [1], [1, 1, 255], [200, 200, 200, 200]])
      expect(readUpdate(new Uint8Array(bytes))).toBeNull();
  });

  test('is not taken when it nests more deeply than means anything, in maps or lists', () => {
    const inMaps = updateOf((doc) => {
      let map = doc.getMap('blocks');
      for (let level = 0; level < 50; level++) map = map.set('in', new Y.Map());
    });
    const inLists = updateOf((doc) => {
      let list = doc.getArray<unknown>('notebook');
      for (let level = 0; level < 50; level++) {
        const next = new Y.Array<unknown>();
        list.push([new Y.Map(), next]);
        list = next;
      }
    });
    expect([readUpdate(inMaps), readUpdate(inLists)]).toEqual([null, null]);
  });

  test('is not taken when it brings what no notebook is made of', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    const values = [new Uint8Array(3), new Y.Doc(), new Y.XmlElement('a'), new Y.XmlText('a'), 5n, deep(300)];
    const odd = values.map((value) => updateOf((doc) => doc.getMap('blocks').set('a', value)));
    const inText = updateOf((doc) => doc.getText('a').insertEmbed(0, { image: 'x' }));
    for (const update of [...odd, inText]) expect(readUpdate(update)).toBeNull();
    const good = updateOf((doc) => doc.getMap('blocks').set('a', [{ b: deep(200) }, undefined, Number.NaN]));
    expect(readUpdate(good)).not.toBeNull();
  });
});
