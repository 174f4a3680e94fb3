const mostLines = 60;
const mostCharacters = 12_000;
/** Of a text that shows both of its ends: what comes last is a third of it. */
const linesAtEnd = 20;
const charactersAtEnd = 4_000;
/** Nobody reads more, and the page would stand still; the file has all of it. */
export const mostShown = 1_000_000;

export interface FoldedText {
  shown: string;
  /** What is shown of the end, below what is left out. */
  end: string;
  /** How many lines the whole has, when not all of it is shown. */
  lines: number | null;
}

/**
 * The part of a long text that is shown at first.
 * @param part of a traceback the end says what went wrong, of what a program prints both ends count (and the end while it
 *   goes on printing); all other texts begin at the beginning
 */
export function foldText(text: string, part: 'start' | 'end' | 'ends' = 'start'): FoldedText {
  const lines = countLines(text);
  if (lines <= mostLines * 1.5 && text.length <= mostCharacters * 1.5)
    return { shown: text, end: '', lines: null };
  if (part === 'end') return { shown: endOf(text, lines, mostLines, mostCharacters), end: '', lines };
  if (part === 'start') return { shown: startOf(text, mostLines, mostCharacters), end: '', lines };
  return {
    shown: startOf(text, mostLines - linesAtEnd, mostCharacters - charactersAtEnd),
    end: endOf(text, lines, linesAtEnd, charactersAtEnd),
    lines,
  };
}

const startOf = (text: string, lines: number, characters: number): string =>
  text.slice(0, Math.min(characters, endOfLine(text, lines)));

const endOf = (text: string, count: number, lines: number, characters: number): string =>
  text.slice(Math.max(text.length - characters, endOfLine(text, count - lines) + 1));

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
