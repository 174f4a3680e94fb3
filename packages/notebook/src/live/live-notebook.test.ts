import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Block, Notebook } from '../native/document.ts';
import { changeLiveNotebook } from './change-live-notebook.ts';
import { insertBlock, moveBlock, removeBlock } from './edit-blocks.ts';
import { fillLiveNotebook, liveBlocks, orderedIds, readLiveNotebook, sourceOf } from './live-notebook.ts';

const block = (id: string, content = id): Block => ({
  id,
  type: 'code',
  blockGroup: id,
  sortingKey: '',
  content,
  metadata: {},
  outputs: [],
});
const named = { id: 'n', name: 'Sales' };
const notebook = (...blocks: Block[]): Notebook => ({ ...named, blocks });

function liveOf(...blocks: Block[]): Y.Doc {
  const doc = new Y.Doc();
  fillLiveNotebook(doc, notebook(...blocks));
  return doc;
}

/** The same document in another browser. */
function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

function exchange(one: Y.Doc, other: Y.Doc): void {
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
}

/** Yjs knows no member of this name. */
const anyJson = fc
  .json()
  .filter((text) => !text.includes('__proto__'))
  .map((text) => JSON.parse(text));
const anyRecord = fc.array(fc.tuple(fc.string(), anyJson)).map((members) => {
  const named = members.filter(([name]) => name !== '__proto__');
  return Object.fromEntries(named);
});
const anyBlock = fc.record({
  id: fc.string({ minLength: 1 }),
  type: fc.constantFrom('code', 'markdown', 'sql', 'of tomorrow'),
  content: fc.string(),
  metadata: anyRecord,
  outputs: fc.array(anyRecord),
  executionCount: fc.option(fc.nat()),
});
const anyNotebook = fc
  .uniqueArray(anyBlock, { selector: ({ id }) => id, maxLength: 30 })
  .map((blocks) => notebook(...blocks.map((made) => ({ ...block(made.id), ...made }) as Block)));
const withoutKeys = ({ blocks, ...others }: Notebook) => ({
  ...others,
  blocks: blocks.map(({ sortingKey: _, ...kept }) => kept),
});

describe('a live notebook', () => {
  test('says what it was filled with', () => {
    fc.assert(
      fc.property(anyNotebook, (made) => {
        const doc = new Y.Doc();
        fillLiveNotebook(doc, made);
        expect(withoutKeys(readLiveNotebook(doc, named))).toEqual(withoutKeys(made));
      }),
    );
  });

  test('says what it was changed to, whatever it was before', () => {
    fc.assert(
      fc.property(anyNotebook, anyNotebook, fc.boolean(), (before, after, isReordered) => {
        const doc = new Y.Doc();
        fillLiveNotebook(doc, before);
        const wanted = isReordered ? { ...before, blocks: before.blocks.toReversed() } : after;
        changeLiveNotebook(doc, wanted);
        expect(withoutKeys(readLiveNotebook(doc, named))).toEqual(withoutKeys(wanted));
      }),
    );
  });

  test('is not touched by a change to what it says already', () => {
    const doc = liveOf(block('a'), block('b'));
    let updates = 0;
    doc.on('update', () => updates++);
    changeLiveNotebook(doc, readLiveNotebook(doc, named));
    expect(updates).toBe(0);
  });

  test('keeps what others type in a block while it is moved', () => {
    const one = liveOf(block('a'), block('b'), block('c'));
    const other = copyOf(one);
    moveBlock(one, 'c', 'a');
    sourceOf(liveBlocks(other).get('c')!)!.insert(1, '!');
    exchange(one, other);
    expect(readLiveNotebook(one, named).blocks.map(({ content }) => content)).toEqual(['c!', 'a', 'b']);
    expect(readLiveNotebook(other, named)).toEqual(readLiveNotebook(one, named));
  });

  test('keeps what is typed elsewhere in a block whose text is changed', () => {
    const one = liveOf(block('a', 'first\nsecond\nthird\n'));
    const other = copyOf(one);
    changeLiveNotebook(one, notebook(block('a', 'first\nnew\nthird\n')));
    sourceOf(liveBlocks(other).get('a')!)!.insert(0, '# ');
    exchange(one, other);
    expect(readLiveNotebook(one, named).blocks[0]!.content).toBe('# first\nnew\nthird\n');
  });

  test('keeps all blocks that are put at the same place at once', () => {
    const one = liveOf(block('a'), block('b'));
    const other = copyOf(one);
    insertBlock(one, block('x'), 'b');
    insertBlock(other, block('y'), 'b');
    exchange(one, other);
    expect(orderedIds(one).toSorted()).toEqual(['a', 'b', 'x', 'y']);
    expect(orderedIds(one)[0]).toBe('a');
    expect(orderedIds(one)[3]).toBe('b');
    expect(orderedIds(other)).toEqual(orderedIds(one));
  });

  test('keeps the order under any moves, inserts and removals', () => {
    const step = fc.record({
      kind: fc.constantFrom('insert', 'move', 'remove'),
      from: fc.nat(),
      to: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const doc = liveOf(block('a'), block('b'));
        const expected = ['a', 'b'];
        for (const [number, { kind, from, to }] of steps.entries()) {
          const id = expected[from % Math.max(1, expected.length)];
          if (kind === 'insert') {
            const at = to % (expected.length + 1);
            insertBlock(doc, block(`n${number}`), expected[at] ?? null);
            expected.splice(at, 0, `n${number}`);
          } else if (id !== undefined && kind === 'remove') {
            removeBlock(doc, id);
            expected.splice(expected.indexOf(id), 1);
          } else if (id !== undefined) {
            const others = expected.filter((other) => other !== id);
            const at = to % (others.length + 1);
            moveBlock(doc, id, others[at] ?? null);
            expected.splice(0, expected.length, ...others.toSpliced(at, 0, id));
          }
        }
        expect(orderedIds(doc)).toEqual(expected);
      }),
    );
  });

  test('takes thousands of blocks at once, between two that stay', () => {
    const doc = liveOf(block('first'), block('last'));
    const many = Array.from({ length: 5000 }, (_, index) => block(`b${index}`));
    changeLiveNotebook(doc, notebook(block('first'), ...many, block('last')));
    expect(orderedIds(doc)).toEqual(['first', ...many.map(({ id }) => id), 'last']);
  });
});
