import { expect, test } from 'vitest';
import { headingAt, outlineOf } from './outline-of.ts';

const text = (id: string, content: string) => ({ id, type: 'markdown', text: content });
const code = (id: string, content: string) => ({ id, type: 'code', text: content });
const headings = (...blocks: Parameters<typeof outlineOf>[0][]) =>
  outlineOf(blocks.flatMap((some) => [...some])).headings.map(({ level, text }) => `${level} ${text}`);

test('headings are those of text blocks, of any make, and of heading blocks', () => {
  expect(
    headings([
      text('a', '# One #\nwords\n## Two\n\nThree\n=====\nFour\n---'),
      { id: 'b', type: 'text-cell-h2', text: 'Five' },
      { id: 'c', type: 'text-cell-p', text: '# no heading' },
      code('d', '# a comment'),
    ]),
  ).toEqual(['1 One', '2 Two', '1 Three', '2 Four', '2 Five']);
});

test('what only looks like a heading is none', () => {
  expect(headings([text('a', '```\n# code\n```\n#hashtag\n- item\n---\n\n---\n~~~\n# more')])).toEqual([]);
});

test('headings are said without the signs that make them bold, code or links', () => {
  expect(
    headings([text('a', '# **Bold** `code` [a link](https://x) <b>tag</b> snake_case \\* ![pic](x.png)')]),
  ).toEqual(['1 Bold code a link tag snake_case * pic']);
});

test('code belongs to the heading above it, by its first line that says something', () => {
  const outline = outlineOf([
    code('a', '\n  import pandas'),
    text('b', '# Load\n## Files'),
    code('c', 'df = 1\nmore'),
    code('d', '  \n'),
    { id: 'e', type: 'sql', text: 'select 1' },
  ]);
  expect(outline.before).toEqual([{ blockId: 'a', text: 'import pandas' }]);
  expect(outline.headings.map((heading) => heading.code)).toEqual([
    [],
    [
      { blockId: 'c', text: 'df = 1' },
      { blockId: 'e', text: 'select 1' },
    ],
  ]);
});

test('the heading one is at is that of the topmost block, or the last before it', () => {
  const order = ['a', 'b', 'c', 'd'];
  const outline = outlineOf([
    code('a', 'x'),
    text('b', '# One\n# Two'),
    code('c', 'y'),
    text('d', '# Three'),
  ]);
  const at = (id: string | null) => headingAt(outline, order, id);
  expect([at('a'), at('b'), at('c'), at('d'), at(null)]).toEqual([null, 'b:0', 'b:1', 'd:0', null]);
});
