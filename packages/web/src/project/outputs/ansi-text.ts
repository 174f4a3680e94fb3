export type AnsiColour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim';

/** A stretch of text in one look. */
export interface AnsiPart {
  text: string;
  colour: AnsiColour | null;
  bold: boolean;
}

/** By number, 30–37 and 90–97. Black and white are the page's own colour: both would vanish in one of its schemes. */
const colours: (AnsiColour | null)[] = [null, 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', null];
const brightBlack = 8;

/**
 * Text as programs write it to a terminal → text with colours. Other escape sequences are left out; of a line that
 * was written over again and again (a progress bar) the last state stays.
 */
export function parseAnsi(text: string): AnsiPart[] {
  const parts: AnsiPart[] = [];
  let look: Omit<AnsiPart, 'text'> = { colour: null, bold: false };
  let from = 0;
  const put = (piece: string) => {
    const last = parts.at(-1);
    if (piece === '') return;
    if (last && last.colour === look.colour && last.bold === look.bold) last.text += piece;
    else parts.push({ text: piece, ...look });
  };
  const settled = withoutOverwritten(text);
  for (const match of settled.matchAll(escapeSequence)) {
    put(settled.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0].endsWith('m') && match[1] !== undefined) look = applyCodes(look, match[1]);
  }
  put(settled.slice(from));
  return parts;
}

// Colours and movements (CSI), titles and links (OSC), and what is two characters long.
const escapeSequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with ESC
  /\u001b(?:\[([\d;:]*)[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;

function withoutOverwritten(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replace(/[^\n]*\r(?=[^\n])/g, '') : text;
}

function applyCodes(look: Omit<AnsiPart, 'text'>, codes: string): Omit<AnsiPart, 'text'> {
  const numbers = codes.split(/[;:]/).map(Number);
  let { colour, bold } = look;
  for (let index = 0; index < numbers.length; index++) {
    const code = numbers[index]!;
    if (code === 0) [colour, bold] = [null, false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code >= 30 && code <= 37) colour = colours[code - 30] ?? null;
    else if (code === 90) colour = 'dim';
    else if (code > 90 && code <= 97) colour = colours[code - 90] ?? null;
    else if (code === 39) colour = null;
    else if (code === 38 || code === 48) {
      const isOfPalette = numbers[index + 1] === 5;
      if (code === 38) colour = isOfPalette ? fromPalette(numbers[index + 2] ?? 0) : null;
      index += isOfPalette ? 2 : 4;
    }
  }
  return { colour, bold };
}

/** The first sixteen of 256 are the ones above. */
function fromPalette(index: number): AnsiColour | null {
  return index === brightBlack ? 'dim' : index < 16 ? (colours[index % 8] ?? null) : null;
}
