import MarkdownIt, { type StateBlock, type StateInline } from 'markdown-it';

/**
 * Markdown with tables, HTML and formulas between dollars → HTML that is not to be trusted: the text may hold any
 * element. It is shown through `toSafeElements` only. A formula is an element `span` with `data-math`.
 */
export function markdownToHtml(markdown: string): string {
  return parser.render(markdown);
}

const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
// Before escapes and emphasis: to both, formulas are full of their signs.
parser.inline.ruler.before('escape', 'math', readInline);
parser.block.ruler.before('fence', 'math', readBlock, {
  alt: ['paragraph', 'reference', 'blockquote', 'list'],
});
for (const display of ['inline', 'block'] as const)
  parser.renderer.rules[`math_${display}`] = (tokens, index) =>
    `<span data-math="${display}">${parser.utils.escapeHtml(tokens[index]!.content)}</span>`;

const delimiters = [
  { open: '$$', close: '$$', display: 'block' },
  { open: '$', close: '$', display: 'inline' },
  { open: '\\\\(', close: '\\\\)', display: 'inline' },
  { open: '\\\\[', close: '\\\\]', display: 'block' },
] as const;

function readInline(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const delimiter = delimiters.find(({ open }) => src.startsWith(open, pos));
  if (!delimiter) return readEnvironment(state, silent);
  const start = pos + delimiter.open.length;
  const end = findEnd(src, start, posMax, delimiter.close);
  if (end === -1) return false;
  const formula = src.slice(start, end);
  const after = src.charAt(end + delimiter.close.length);
  // “$5 to $10” is about money.
  if (formula.trim() === '' || (delimiter.open === '$' && /^\d/.test(formula) && /\d/.test(after)))
    return false;
  return put(state, silent, delimiter.display, formula, end + delimiter.close.length);
}

/** `\begin{align} … \end{align}` needs no dollars. */
function readEnvironment(state: StateInline, silent: boolean): boolean {
  const found = environment.exec(state.src.slice(state.pos, state.posMax));
  return found !== null && put(state, silent, 'block', found[0], state.pos + found[0].length);
}
const environment = /^\\begin\{([a-z]+\*?)\}[\s\S]*?\\end\{\1\}/;

function put(
  state: StateInline,
  silent: boolean,
  display: 'inline' | 'block',
  formula: string,
  end: number,
): boolean {
  if (!silent) state.push(`math_${display}`, '', 0).content = formula;
  state.pos = end;
  return true;
}

function findEnd(src: string, start: number, posMax: number, close: string): number {
  for (let end = src.indexOf(close, start); end !== -1 && end < posMax; end = src.indexOf(close, end + 1))
    if (src.charAt(end - 1) !== '\\' || close !== '$') return end;
  return -1;
}

/** A formula that begins a line is read as a whole: its lines may look like lists and headings. */
function readBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number) =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
  const first = lineAt(startLine);
  const name = /^\\begin\{([a-z]+\*?)\}/.exec(first)?.[1];
  const isDollars = first.startsWith('$$');
  if (!isDollars && name === undefined) return false;
  const close = isDollars ? '$$' : `\\end{${name}}`;
  for (let line = startLine; line < endLine; line++) {
    const text = line === startLine && isDollars ? first.slice(2) : lineAt(line);
    if (line > startLine && text.trim() === '' && !isDollars) return false;
    const at = text.indexOf(close);
    if (at === -1) continue;
    // What follows on the line belongs to a paragraph, which finds the formula by itself.
    if (text.slice(at + close.length).trim() !== '') return false;
    if (silent) return true;
    const whole = state.getLines(startLine, line + 1, state.blkIndent, false).trim();
    state.push('math_block', '', 0).content = isDollars ? whole.slice(2, -2) : whole;
    state.line = line + 1;
    return true;
  }
  return false;
}
