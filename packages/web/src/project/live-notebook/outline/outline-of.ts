/** What of a block the outline is made of. */
export interface OutlinedBlock {
  id: string;
  type: string;
  text: string;
}

export interface OutlineHeading {
  blockId: string;
  /** Tells it from others of its block. */
  key: string;
  /** 1 to 6. */
  level: number;
  text: string;
  /** Code between this heading and the next one. */
  code: OutlineCode[];
}

export interface OutlineCode {
  blockId: string;
  /** Its first line that says something. */
  text: string;
}

export interface Outline {
  /** Code before the first heading. */
  before: OutlineCode[];
  headings: OutlineHeading[];
}

const textTypes = new Set([
  'markdown',
  'image',
  'separator',
  'text-cell-p',
  'text-cell-bullet',
  'text-cell-todo',
  'text-cell-callout',
]);

/** The headings of a notebook with the code below each. */
export function outlineOf(blocks: Iterable<OutlinedBlock>): Outline {
  const outline: Outline = { before: [], headings: [] };
  for (const { id, type, text } of blocks) {
    const ownLevel = /^text-cell-h([1-6])$/.exec(type)?.[1];
    if (ownLevel !== undefined) addHeadings([{ level: Number(ownLevel), text: toPlainText(text) }], id);
    else if (type === 'markdown') addHeadings(headingsIn(text), id);
    else if (!textTypes.has(type)) {
      const first = firstLine(text);
      if (first !== '') (outline.headings.at(-1)?.code ?? outline.before).push({ blockId: id, text: first });
    }
  }
  return outline;

  function addHeadings(found: { level: number; text: string }[], blockId: string): void {
    for (const [index, { level, text }] of found.entries())
      if (text !== '') outline.headings.push({ blockId, key: `${blockId}:${index}`, level, text, code: [] });
  }
}

/** Which heading the eye is at, when a block is the topmost in sight: its own first, else the last before it. */
export function headingAt(outline: Outline, order: readonly string[], topId: string | null): string | null {
  if (topId === null) return null;
  const rank = new Map(order.map((id, index) => [id, index]));
  const top = rank.get(topId) ?? -1;
  const own = outline.headings.find(({ blockId }) => blockId === topId);
  if (own) return own.key;
  return outline.headings.findLast(({ blockId }) => (rank.get(blockId) ?? Infinity) < top)?.key ?? null;
}

function headingsIn(markdown: string): { level: number; text: string }[] {
  const found: { level: number; text: string }[] = [];
  let fence: string | null = null;
  let before = '';
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark.startsWith(fence)) fence = null;
    else if (fence === null) {
      const signed = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line);
      const underlined = /^ {0,3}(=+|-+)[ \t]*$/.exec(line)?.[1];
      if (signed) found.push({ level: signed[1]!.length, text: toPlainText(signed[2]!) });
      else if (underlined && isParagraph(before))
        found.push({ level: underlined.startsWith('=') ? 1 : 2, text: toPlainText(before) });
    }
    before = fence === null && !mark ? line : '';
  }
  return found;
}

/** Whether a line below this one can make it a heading: lists, quotes, tables and other headings it cannot. */
const isParagraph = (line: string): boolean =>
  line.trim() !== '' && !/^( {4}|\t| {0,3}(#{1,6}[ \t]|>|[-*+][ \t]|\d+[.)][ \t]|\|))/.test(line);

/** A heading without the signs that make it bold, a link or code. */
function toPlainText(markdown: string): string {
  return markdown
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])|\*\*|__|[`*]|~~/g, '$1')
    .trim();
}

const firstLine = (code: string): string =>
  code
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';
