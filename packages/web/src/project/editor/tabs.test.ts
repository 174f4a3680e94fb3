import type { NotebookId } from '@notelab/contract';
import { expect, test } from 'vitest';
import type { HistoryView } from '../history/history-view.ts';
import {
  activateTab,
  closeTab,
  noTabs,
  openTab,
  parseTabs,
  renameInTabs,
  type Tab,
  tabLabel,
} from './tabs.ts';

const file = (path: string): Tab => ({ kind: 'file', path });
const three = ['a', 'b', 'c'].reduce((tabs, path) => openTab(tabs, file(path)), noTabs);

test('a file opens behind the tab in front, and only once', () => {
  const first = activateTab(three, 'file:a');
  const opened = openTab(first, file('d'));
  expect(opened.open.map(tabLabel)).toEqual(['a', 'd', 'b', 'c']);
  expect(opened.active).toBe('file:d');
  expect(openTab(opened, file('b')).open).toHaveLength(4);
});

test('closing the tab in front brings its neighbour there', () => {
  expect(closeTab(activateTab(three, 'file:b'), 'file:b').active).toBe('file:c');
  expect(closeTab(three, 'file:c').active).toBe('file:b');
  expect(closeTab(three, 'file:a').active).toBe('file:c');
  expect(closeTab(openTab(noTabs, file('a')), 'file:a')).toEqual(noTabs);
});

test('the difference of a file is a tab beside the file', () => {
  const diff: Tab = {
    kind: 'diff',
    checkoutId: 'x',
    folderName: 'analytics',
    path: 'a',
    originalPath: null,
  };
  expect(openTab(three, diff).open).toHaveLength(4);
});

test('a checkout has one History tab, which comes back as it was', () => {
  const history = (view: HistoryView): Tab => ({
    kind: 'history',
    checkoutId: 'x',
    folderName: 'analytics',
    view,
    commit: 'abc',
  });
  const tabs = openTab(openTab(noTabs, history({ of: 'current' })), history({ of: 'to-pull' }));
  expect(tabs.open).toEqual([history({ of: 'to-pull' })]);
  expect(parseTabs(JSON.parse(JSON.stringify(tabs)))).toEqual(tabs);
  expect(parseTabs({ open: [{ ...tabs.open[0], view: 7 }] })?.open).toEqual([history({ of: 'current' })]);
});

test('tabs follow a renamed folder', () => {
  const tabs = openTab(openTab(noTabs, file('data/a.csv')), file('database'));
  const renamed = renameInTabs(activateTab(tabs, 'file:data/a.csv'), 'data', 'facts');
  expect(renamed.open).toEqual([file('facts/a.csv'), file('database')]);
  expect(renamed.active).toBe('file:facts/a.csv');
});

test('what was stored before a reload comes back, as far as it is usable', () => {
  expect(parseTabs(JSON.parse(JSON.stringify(three)))).toEqual(three);
  expect(parseTabs({ open: [file('a'), { kind: 'file' }, 7], active: 'file:gone' })).toEqual({
    open: [file('a')],
    active: 'file:a',
  });
  expect(parseTabs('nonsense')).toBeNull();
});

test('an open notebook comes back after a reload, unless what was stored names none', () => {
  const notebook: Tab = { kind: 'notebook', notebookId: 'abcdefghij0123456789' as NotebookId };
  const tabs = openTab(three, notebook);
  expect(parseTabs(JSON.parse(JSON.stringify(tabs)))).toEqual(tabs);
  expect(parseTabs({ open: [{ kind: 'notebook', notebookId: '../x' }] })).toEqual(noTabs);
});
