import { fillLiveNotebook, liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createFinder } from './finder.ts';

function open(...texts: string[]) {
  const doc = new Y.Doc();
  const blocks = texts.map((content, index) => ({
    id: `b${index}`,
    type: 'code',
    blockGroup: 'g',
    sortingKey: '',
    content,
    metadata: {},
  }));
  fillLiveNotebook(doc, { id: 'n', name: 'N', blocks });
  let steps = 0;
  const change = <T>(action: () => T): T => {
    steps++;
    return doc.transact(action);
  };
  const finder = createFinder({ doc, history: { change } });
  const textOf = (id: string) => sourceOf(liveBlocks(doc).get(id)!)!;
  return {
    doc,
    finder,
    textOf,
    texts: () => orderedIds(doc).map((id) => textOf(id).toString()),
    steps: () => steps,
    at: () => {
      const { matches, current } = finder.state.get();
      const match = matches[current];
      return match ? `${match.blockId}:${match.from} of ${matches.length}` : `none of ${matches.length}`;
    },
  };
}

describe('finding in a notebook', () => {
  test('goes from match to match through the blocks, and around', () => {
    const { finder, at } = open('df', 'x', 'df df');
    finder.open({ showsReplace: false, text: 'df' });
    expect(at()).toBe('b0:0 of 3');
    const steps = ([1, 1, 1, -1, -1] as const).map((by) => {
      finder.step(by);
      return at();
    });
    expect(steps).toEqual(['b2:0 of 3', 'b2:3 of 3', 'b0:0 of 3', 'b2:3 of 3', 'b2:0 of 3']);
    finder.destroy();
  });

  test('begins where one is, and stays there while more is typed into the search', () => {
    const { finder, at } = open('df', 'dfx', 'df');
    finder.open({ showsReplace: false, text: 'd', from: { blockId: 'b1', offset: 0 } });
    expect(at()).toBe('b1:0 of 3');
    finder.look({ text: 'dfx' });
    expect(at()).toBe('b1:0 of 1');
    finder.look({ text: 'df' });
    expect(at()).toBe('b1:0 of 3');
    finder.destroy();
  });

  test('sees what others type, when they pause', async () => {
    const { finder, textOf, at } = open('df');
    finder.open({ showsReplace: false, text: 'df' });
    textOf('b0').insert(0, 'df = ');
    await expect.poll(at).toBe('b0:0 of 2');
    finder.destroy();
  });
});

describe('replacing in a notebook', () => {
  test('one by one goes on behind what was put in', () => {
    const { finder, texts, at } = open('a a', 'a');
    finder.open({ showsReplace: true, text: 'a' });
    finder.setReplacement('aa');
    finder.replaceOne();
    expect(texts()).toEqual(['aa a', 'a']);
    expect(at()).toBe('b0:3 of 4');
    finder.destroy();
  });

  test('all is one step of the history, and says how much it was', () => {
    const { finder, texts, steps } = open('df.head()', 'print(df)', 'x');
    finder.open({ showsReplace: true, text: 'df' });
    finder.setReplacement('customers');
    finder.replaceAll();
    expect(texts()).toEqual(['customers.head()', 'print(customers)', 'x']);
    expect(steps()).toBe(1);
    expect(finder.state.get()).toMatchObject({ said: '2 replaced in 2 blocks', matches: [] });
    finder.destroy();
  });

  test('by an expression takes each match’s own groups', () => {
    const { finder, texts } = open('f(a, b) f(c, d)');
    finder.look({ isRegExp: true, text: 'f\\((\\w), (\\w)\\)' });
    finder.setReplacement('f($2, $1)');
    finder.replaceAll();
    expect(texts()).toEqual(['f(b, a) f(d, c)']);
    finder.destroy();
  });

  test('judges each match by what stood around it before', () => {
    const { finder, texts } = open('aaa');
    finder.look({ isRegExp: true, text: 'a(?=(a?))' });
    finder.setReplacement('[$1]');
    finder.replaceAll();
    expect(texts()).toEqual(['[a][a][]']);
    finder.destroy();
  });

  test('with an expression that is none changes nothing and says why', () => {
    const { finder, texts } = open('(x');
    finder.look({ isRegExp: true, text: '(x' });
    finder.replaceAll();
    finder.replaceOne();
    expect(texts()).toEqual(['(x']);
    expect(finder.state.get().problem).toBe('Unterminated group');
    finder.destroy();
  });
});
