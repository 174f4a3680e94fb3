import { describe, expect, test } from 'vitest';
import { findMatches, mostMatches, nextMatch, replacementOf } from './matches.ts';
import { type Search, toPattern } from './pattern.ts';

const plain = { matchCase: false, wholeWord: false, isRegExp: false };
function expressionOf(text: string, how: Partial<Search> = {}): RegExp {
  const pattern = toPattern({ ...plain, ...how, text });
  if (!pattern || 'problem' in pattern) throw new Error(pattern?.problem ?? 'nothing to look for');
  return pattern.expression;
}
/** What is found, block by block. */
function found(text: string, how: Partial<Search>, ...texts: string[]): string[] {
  const blocks = texts.map((content, index) => ({ id: `b${index}`, text: content }));
  return findMatches(expressionOf(text, how), blocks).map(
    ({ blockId, from, to }) => `${blockId} ${texts[Number(blockId.slice(1))]!.slice(from, to)}`,
  );
}

describe('looking for a text', () => {
  test('finds it in all blocks, whatever its case, unless the case counts', () => {
    expect(found('df', {}, 'df = DF', 'x', 'pdf')).toEqual(['b0 df', 'b0 DF', 'b2 df']);
    expect(found('df', { matchCase: true }, 'df = DF')).toEqual(['b0 df']);
  });

  test('takes signs of expressions for what they are', () => {
    expect(found('f(x) [*]', {}, 'y = f(x) [*] + fx')).toEqual(['b0 f(x) [*]']);
    expect(found('a-b/c', {}, 'a-b/c')).toEqual(['b0 a-b/c']);
  });

  test('finds whole words of any script', () => {
    expect(found('df', { wholeWord: true }, 'df, pdf, df2, df_x, (df)')).toEqual(['b0 df', 'b0 df']);
    expect(found('größe', { wholeWord: true }, 'Größe Größen')).toEqual(['b0 Größe']);
  });

  test('by a regular expression works line by line and across lines', () => {
    expect(found('^x\\d+', { isRegExp: true }, 'x1\nx22 x3')).toEqual(['b0 x1', 'b0 x22']);
    expect(found('a\\nb', { isRegExp: true }, 'a\nb')).toEqual(['b0 a\nb']);
  });

  test('finds no place where nothing stands', () => {
    expect(found('x*', { isRegExp: true }, 'axxb')).toEqual(['b0 xx']);
    expect(toPattern({ ...plain, text: '' })).toBeNull();
  });

  test('says what is wrong with an expression', () => {
    expect(toPattern({ ...plain, isRegExp: true, text: '(a' })).toEqual({ problem: 'Unterminated group' });
    expect(toPattern({ ...plain, isRegExp: true, wholeWord: true, text: 'a)(?:b' })).toEqual({
      problem: "Unmatched ')'",
    });
  });

  test('ends where nobody would go through them any more', () => {
    expect(found('a', {}, 'a'.repeat(mostMatches + 1))).toHaveLength(mostMatches);
  });
});

test('going on from a place finds the next match and comes around at the ends', () => {
  const order = ['a', 'b', 'c'];
  const matches = [
    { blockId: 'a', from: 3, to: 5 },
    { blockId: 'c', from: 0, to: 2 },
    { blockId: 'c', from: 8, to: 10 },
  ];
  const from = (blockId: string, offset: number, step: 1 | -1) =>
    nextMatch(matches, order, { blockId, offset }, step);
  expect([from('a', 3, 1), from('a', 4, 1), from('b', 0, 1), from('c', 9, 1)]).toEqual([0, 1, 1, 0]);
  expect([from('a', 3, -1), from('b', 0, -1), from('c', 8, -1), from('c', 9, -1)]).toEqual([2, 0, 1, 2]);
  expect([nextMatch(matches, order, null, 1), nextMatch(matches, order, null, -1)]).toEqual([0, 2]);
  expect(nextMatch([], order, null, 1)).toBe(-1);
});

describe('replacing', () => {
  const replaced = (search: string, template: string, text: string, isRegExp = true) => {
    const expression = expressionOf(search, { isRegExp });
    return findMatches(expression, [{ id: 'b', text }])
      .toReversed()
      .reduce(
        (now, match) =>
          now.slice(0, match.from) +
          replacementOf(expression, text, match, template, isRegExp) +
          now.slice(match.to),
        text,
      );
  };

  test('puts in groups, named ones too, and new lines', () => {
    expect(replaced('(\\w+)\\.(?<verb>\\w+)\\(\\)', '$<verb>($1)\\n', 'df.head() df.tail()')).toBe(
      'head(df)\n tail(df)\n',
    );
    expect(replaced('b', '[$&]$$ $1', 'abc')).toBe('a[b]$ $1c');
  });

  test('looks at what stands around a match', () => {
    expect(replaced('(?<=a)b', 'x', 'ab bb')).toBe('ax bb');
  });

  test('of a mere text takes the new one as it is', () => {
    expect(replaced('a.b', '$1\\n', 'a.b axb', false)).toBe('$1\\n axb');
  });
});
