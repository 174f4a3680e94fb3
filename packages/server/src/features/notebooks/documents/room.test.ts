import { fillLiveNotebook } from '@notelab/notebook/live';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRoom } from './room.ts';

test('a full notebook takes what somebody deletes, and has room again when much was deleted', () => {
  const maxBytes = 8_000_000;
  const doc = new Y.Doc();
  const text = doc.getText('text');
  text.insert(0, 'x'.repeat(maxBytes - 1000));
  const room = createRoom(doc, [Y.encodeStateAsUpdate(doc)], maxBytes);
  expect(room.hasFor(100_000, 0)).toBe(false);
  expect(room.hasFor(50, 0)).toBe(true);
  doc.on('update', (update: Uint8Array) => room.note(update));
  text.insert(0, 'y'.repeat(1_500_000));
  expect(room.hasFor(100_000, 0)).toBe(false);
  text.delete(0, 5_000_000);
  text.insert(0, 'z'.repeat(1_500_000));
  expect(room.hasFor(100_000, 0)).toBe(true);
});

test('a notebook has so many blocks at most', () => {
  const doc = new Y.Doc();
  const block = { id: 'a', type: 'code', blockGroup: 'a', sortingKey: '', metadata: {} };
  fillLiveNotebook(doc, { id: 'n', name: 'Sales', blocks: [block] });
  const room = createRoom(doc, [Y.encodeStateAsUpdate(doc)]);
  expect(room.hasFor(1_000_000, 19_999)).toBe(true);
  expect(room.hasFor(1_000_000, 20_000)).toBe(false);
  expect(room.hasFor(10, 20_000)).toBe(false);
});

test('changes that build on what never comes do not add up', () => {
  const doc = new Y.Doc();
  const room = createRoom(doc, []);
  for (let page = 0; page < 12; page++) {
    const other = new Y.Doc();
    other.getText('text').insert(0, 'missing');
    const before = Y.encodeStateVector(other);
    other.getText('text').insert(0, 'x'.repeat(2 * 1024 * 1024));
    room.hasFor(1, 0);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, before));
  }
  expect(room.hasFor(1, 0)).toBe(true);
  expect(doc.store.pendingStructs?.update.length ?? 0).toBeLessThan(17 * 1024 * 1024);
});
