import { expect, test } from 'vitest';
import { createBlockSelection } from './block-selection.ts';
import { createValueStore } from './value-store.ts';

function open(...ids: string[]) {
  const order = createValueStore<readonly string[]>(ids);
  const selection = createBlockSelection(order);
  return { order, selection, said: () => selection.state.get() };
}

test('the first block is selected at first, also when it comes later', () => {
  expect(open('a', 'b').said()).toMatchObject({ active: 'a', ids: ['a'], mode: 'command' });
  const { order, said } = open();
  expect(said().active).toBeNull();
  order.set(['x']);
  expect(said()).toMatchObject({ active: 'x', ids: ['x'] });
});

test('a selection grows and shrinks from where it began, in both directions', () => {
  const { selection, said } = open('a', 'b', 'c', 'd');
  selection.select('c');
  selection.extendTo('d');
  expect(said()).toMatchObject({ active: 'd', ids: ['c', 'd'] });
  selection.extendTo('a');
  expect(said()).toMatchObject({ active: 'a', ids: ['a', 'b', 'c'] });
});

test('when the active block is taken away, the next one is selected, at the end the one before', () => {
  const { order, selection, said } = open('a', 'b', 'c');
  selection.edit('b');
  order.set(['a', 'c']);
  expect(said()).toEqual({ active: 'c', anchor: 'c', ids: ['c'], mode: 'command' });
  order.set(['a']);
  expect(said().active).toBe('a');
  order.set([]);
  expect(said().active).toBeNull();
});

test('who edits a block goes on editing it when others move blocks', () => {
  const { order, selection, said } = open('a', 'b', 'c');
  selection.edit('b');
  const before = said();
  order.set(['b', 'c', 'a']);
  expect(said()).toBe(before);
});

test('blocks that are moved by others stay selected, in their new order', () => {
  const { order, selection, said } = open('a', 'b', 'c');
  selection.select('a');
  selection.extendTo('b');
  order.set(['b', 'c', 'a']);
  expect(said()).toMatchObject({ active: 'b', anchor: 'a', ids: ['b', 'a'] });
});
