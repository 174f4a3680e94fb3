import type { NotebookId } from '@notelab/contract';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createJournal, type Journal } from './journal.ts';

const id = 'n'.repeat(20) as NotebookId;
let rows: Uint8Array[] = [];
let diskIsFull = false;
let failures = 0;
let journal: Journal;

/** A document whose changes go to a journal. */
function startDocument(): Y.Doc {
  rows = [];
  failures = 0;
  diskIsFull = false;
  const write = async (work: () => void) => {
    if (diskIsFull) throw new Error('The disk is full.');
    work();
  };
  journal = createJournal({
    store: {
      list: async () => rows,
      append: (_, bytes) => write(() => void rows.push(bytes)),
      replace: (_, bytes) =>
        write(() => {
          rows = [bytes];
        }),
    },
    onFailed: () => failures++,
  });
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => journal.append(id, update));
  return doc;
}
afterEach(() => journal.close());

const textOf = (doc: Y.Doc) => doc.getText('text').toString();
function readAgain(): Y.Doc {
  const doc = new Y.Doc();
  for (const row of rows) Y.applyUpdate(doc, row);
  return doc;
}

test('changes that come together are written together, and settled when they are', async () => {
  const doc = startDocument();
  for (const letter of 'hello') doc.getText('text').insert(0, letter);
  expect(rows).toEqual([]);
  await journal.settled(id);
  expect(rows).toHaveLength(1);
  expect(textOf(readAgain())).toBe(textOf(doc));
});

test('a change that cannot be written is not settled, and is written later with those after it', async () => {
  const doc = startDocument();
  diskIsFull = true;
  doc.getText('text').insert(0, 'kept');
  await expect(journal.flush(id)).rejects.toThrow('full');
  doc.getText('text').insert(0, 'still ');
  await expect(journal.flush(id)).rejects.toThrow('full');
  expect([rows.length, failures]).toEqual([0, 2]);
  diskIsFull = false;
  await journal.flush(id);
  expect(textOf(readAgain())).toBe('still kept');
});

test('many rows become one, which has what is not written yet, too', async () => {
  const doc = startDocument();
  for (let count = 0; count < 60; count++) {
    doc.getText('text').insert(0, 'x');
    await journal.flush(id);
  }
  doc.getText('text').insert(0, 'last');
  diskIsFull = true;
  await journal.compact(id, doc);
  expect(rows).toHaveLength(60);
  diskIsFull = false;
  await journal.compact(id, doc);
  expect(rows).toHaveLength(1);
  expect(textOf(readAgain())).toBe(textOf(doc));
  await journal.compact(id, doc);
  doc.getText('text').insert(0, 'y');
  await journal.flush(id);
  expect(rows).toHaveLength(2);
});

test('of a forgotten document nothing more is written', async () => {
  const doc = startDocument();
  doc.getText('text').insert(0, 'x');
  const settled = journal.settled(id);
  journal.forget(id);
  await settled;
  doc.getText('text').insert(0, 'y');
  await journal.flush(id);
  expect(rows).toEqual([]);
});
