const mostLines = 60;
const mostCharacters = 12_000;
/** Nobody reads more, and the page would stand still; the file has all of it. */
export const mostShown = 1_000_000;

export interface FoldedText {
  shown: string;
  /** How many lines the whole has, when not all of it is shown. */
  lines: number | null;
}

/**
 * The part of a long text that is shown at first.
 * @param part of a traceback the end says what went wrong; all other texts begin at the beginning
 */
export function foldText(text: string, part: 'start' | 'end' = 'start'): FoldedText {
  const lines = countLines(text);
  if (lines <= mostLines * 1.5 && text.length <= mostCharacters * 1.5) return { shown: text, lines: null };
  const kept =
    part === 'start'
      ? text.slice(0, Math.min(mostCharacters, endOfLine(text, mostLines)))
      : text.slice(Math.max(text.length - mostCharacters, endOfLine(text, lines - mostLines) + 1));
  return { shown: kept, lines };
}

function countLines(text: string): number {
  let count = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Where the line of a number (from 1) ends. */
function endOfLine(text: string, line: number): number {
  let at = -1;
  for (let count = 0; count < line; count++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text.length;
  }
  return at;
}
