import { expect, test } from 'vitest';
import { markdownToHtml } from './markdown.ts';

const formulas = (markdown: string) =>
  [...markdownToHtml(markdown).matchAll(/<span data-math="(\w+)">([\s\S]*?)<\/span>/g)].map(
    ([, display, tex]) => `${display}: ${tex!.trim()}`,
  );

test('formulas are found as Jupyter finds them, and markdown leaves them alone', () => {
  expect(formulas('It is $a_1 * b_1 * c$ and\n\\\\(x\\\\).')).toEqual(['inline: a_1 * b_1 * c', 'inline: x']);
  expect(formulas('$$\n- a\n= b\n$$')).toEqual(['block: - a\n= b']);
  expect(formulas('so $$x$$ follows')).toEqual(['block: x']);
  expect(formulas('\\begin{align}\na &= b \\\\\n\n- c\n\\end{align}')).toHaveLength(0);
  expect(formulas('text\n\\begin{align*}\na &= b\n\\end{align*}')).toEqual([
    'block: \\begin{align*}\na &amp;= b\n\\end{align*}',
  ]);
});

test('money and code are no formulas', () => {
  expect(formulas('from $5 to $10')).toEqual([]);
  expect(formulas('`$x$` and \\$y\\$ and $ alone')).toEqual([]);
  expect(formulas('```\n$x$\n```')).toEqual([]);
});

test('a formula cannot break out of its element', () => {
  expect(markdownToHtml('$</span><script>1</script>$')).not.toContain('<script>');
});
