import { expect, test } from 'vitest';
import { createKeyReader } from './command-keys.ts';

const none = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
function open() {
  let time = 0;
  const read = createKeyReader(() => time);
  return {
    press: (key: string, held: Partial<typeof none> = {}) => read({ key, ...none, ...held }),
    wait: (ms: number) => {
      time += ms;
    },
  };
}

test('keys mean what they mean in Jupyter', () => {
  const { press } = open();
  expect([press('a'), press('b'), press('j'), press('ArrowUp')]).toEqual([
    'add-above',
    'add-below',
    'down',
    'up',
  ]);
  expect(press('M', { shiftKey: true })).toBe('join');
  expect(press('3')).toBe('heading-3');
  expect(press('Enter', { shiftKey: true })).toBe('run-advance');
  expect(press('Enter', { metaKey: true })).toBe('run');
});

test('what deletes is pressed twice, and soon', () => {
  const { press, wait } = open();
  expect([press('d'), press('d')]).toEqual([null, 'delete']);
  expect(press('d')).toBeNull();
  wait(2_000);
  expect(press('d')).toBeNull();
  expect([press('a'), press('d')]).toEqual(['add-above', null]);
  expect(press('d')).toBe('delete');
});

test('keys of the browser are left to it', () => {
  const { press } = open();
  expect(press('c', { ctrlKey: true })).toBeNull();
  expect(press('v', { metaKey: true })).toBeNull();
  expect(press('f', { ctrlKey: true })).toBeNull();
  expect(press('b', { ctrlKey: true, altKey: true })).toBeNull();
});
