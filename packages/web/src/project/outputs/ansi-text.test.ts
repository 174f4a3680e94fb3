import { expect, test } from 'vitest';
import { parseAnsi } from './ansi-text.ts';

const inWords = (text: string) =>
  parseAnsi(text).map(({ text, colour, bold }) => `${bold ? 'bold ' : ''}${colour ?? 'plain'}: ${text}`);

test('a traceback keeps its colours', () => {
  expect(inWords('\u001b[0;31mNameError\u001b[0m: x\n\u001b[1;32m      1\u001b[0m')).toEqual([
    'red: NameError',
    'plain: : x\n',
    'bold green:       1',
  ]);
});

test('colours of the large palettes do not leak into the text', () => {
  expect(inWords('\u001b[38;5;1ma\u001b[38;5;241mb\u001b[38;2;1;2;3mc\u001b[90md\u001b[48;5;4me')).toEqual([
    'red: a',
    'plain: bc',
    'dim: de',
  ]);
});

test('what moves the cursor or names the window is left out', () => {
  expect(inWords('a\u001b[2K\u001b[1Ab\u001b]0;title\u0007c\u001b(Bd')).toEqual(['plain: abcd']);
});

test('of a progress bar the last state stays', () => {
  expect(inWords('start\n 10%\r 50%\r100%\r\ndone\n')).toEqual(['plain: start\n100%\ndone\n']);
});
