import { describe, expect, test } from 'vitest';
import { beforeAfterStep, withMoved } from './notebook-order.ts';
import { suggestName } from './suggest-name.ts';

const named = (...ids: string[]) => ids.map((id) => ({ id }));
const idsOf = (items: { id: string }[]) => items.map(({ id }) => id).join('');

describe('the order of notebooks', () => {
  test('changes by one that goes before another, or to the end', () => {
    expect(idsOf(withMoved(named('a', 'b', 'c'), 'c', 'a'))).toBe('cab');
    expect(idsOf(withMoved(named('a', 'b', 'c'), 'a', 'c'))).toBe('bac');
    expect(idsOf(withMoved(named('a', 'b', 'c'), 'a', null))).toBe('bca');
  });

  test('stays when the one that moves is gone, and puts it last when its neighbour is', () => {
    expect(idsOf(withMoved(named('a', 'b'), 'x', 'a'))).toBe('ab');
    expect(idsOf(withMoved(named('a', 'b'), 'a', 'x'))).toBe('ba');
    expect(idsOf(withMoved(named('a', 'b'), 'a', 'a'))).toBe('ab');
  });

  test('by a step of the keyboard is the order with the neighbour passed, and ends at the ends', () => {
    const ids = ['a', 'b', 'c'];
    const step = (id: string, by: 1 | -1) => {
      const before = beforeAfterStep(ids, id, by);
      return before === undefined ? null : idsOf(withMoved(named(...ids), id, before));
    };
    expect([step('a', 1), step('b', 1), step('b', -1), step('c', -1)]).toEqual(['bac', 'acb', 'bac', 'acb']);
    expect([step('a', -1), step('c', 1), step('x', 1)]).toEqual([null, null, null]);
  });
});

test('a new notebook gets the first name that is free', () => {
  expect(suggestName([])).toBe('Untitled');
  expect(suggestName(['untitled', 'Untitled 3'])).toBe('Untitled 2');
  expect(suggestName(['Untitled', 'Untitled 2', 'Untitled 3'])).toBe('Untitled 4');
});
