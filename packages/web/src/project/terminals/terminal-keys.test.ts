import { expect, it } from 'vitest';
import { terminalKeyOf } from './terminal-keys.ts';

const press = (key: string, modifiers: string[] = [], code = '') =>
  terminalKeyOf({
    key,
    code,
    ctrlKey: modifiers.includes('ctrl'),
    shiftKey: modifiers.includes('shift'),
    altKey: modifiers.includes('alt'),
    metaKey: modifiers.includes('meta'),
  });

it('takes the keys of the interface from the terminal', () => {
  expect(press('`', ['ctrl'])).toBe('toggle');
  expect(press('ö', ['ctrl'], 'Backquote')).toBe('toggle');
  expect(press('F6')).toBe('leave');
  expect(press('Escape', ['ctrl', 'shift'])).toBe('leave');
  expect(press('F', ['ctrl', 'shift'])).toBe('search');
  expect(press('C', ['ctrl', 'shift'])).toBe('copy');
  expect(press('V', ['ctrl', 'shift'])).toBe('paste');
});

it('leaves every other key to the shell', () => {
  expect(press('Escape')).toBeNull();
  expect(press('c', ['ctrl'])).toBeNull();
  expect(press('v', ['ctrl'])).toBeNull();
  expect(press('Tab')).toBeNull();
  expect(press('`')).toBeNull();
  expect(press('f', ['ctrl', 'alt', 'shift'])).toBeNull();
  expect(press('c', ['meta'])).toBeNull();
});
