import { describe, expect, it } from 'vitest';
import {
  closeTerminalTab,
  keepTerminals,
  noTerminalTabs,
  parseTerminalTabs,
  showTerminal,
} from './terminal-tabs.ts';

const three = { open: ['a', 'b', 'c'], active: 'b' };

describe('the tabs of terminals', () => {
  it('open a terminal behind the others and bring it to the front', () => {
    expect(showTerminal(noTerminalTabs, 'a')).toEqual({ open: ['a'], active: 'a' });
    expect(showTerminal(three, 'd')).toEqual({ open: ['a', 'b', 'c', 'd'], active: 'd' });
  });

  it('bring a terminal that is open to the front without moving its tab', () => {
    expect(showTerminal(three, 'a')).toEqual({ open: ['a', 'b', 'c'], active: 'a' });
  });

  it('show the right neighbour of a closed terminal, else the left one, else none', () => {
    expect(closeTerminalTab(three, 'b')).toEqual({ open: ['a', 'c'], active: 'c' });
    expect(closeTerminalTab({ ...three, active: 'c' }, 'c')).toEqual({ open: ['a', 'b'], active: 'b' });
    expect(closeTerminalTab({ open: ['a'], active: 'a' }, 'a')).toEqual(noTerminalTabs);
  });

  it('leave the terminal in front where it is when another one is closed', () => {
    expect(closeTerminalTab(three, 'a')).toEqual({ open: ['b', 'c'], active: 'b' });
    expect(closeTerminalTab(three, 'unknown')).toBe(three);
  });

  it('drop terminals that the server no longer has', () => {
    expect(keepTerminals(three, ['c', 'x'])).toEqual({ open: ['c'], active: 'c' });
    expect(keepTerminals(three, ['c', 'b', 'a'])).toBe(three);
  });

  it('come back after a reload, and only when what was stored makes sense', () => {
    expect(parseTerminalTabs(JSON.parse(JSON.stringify(three)))).toEqual(three);
    expect(parseTerminalTabs({ open: ['a', 7, 'a'], active: 'gone' })).toEqual({ open: ['a'], active: 'a' });
    expect(parseTerminalTabs({ open: [] })).toEqual(noTerminalTabs);
    for (const broken of [null, 'a', {}, { open: 'a' }]) expect(parseTerminalTabs(broken)).toBeNull();
  });
});
